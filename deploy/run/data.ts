/** Deploys the data stack: says what it would trip over, and adopts it where it is told to. */
import { isDeepStrictEqual } from 'node:util';
import { UpdateTerminationProtectionCommand } from '@aws-sdk/client-cloudformation';
import type { Application } from '../application.ts';
import { type DataTemplate, dataStackName, dataTemplate } from '../dataStack.ts';
import { adopt } from './adopt.ts';
import { DeployError } from './deployError.ts';
import { type Account, type Existing, existingOf } from './existing.ts';
import { nextStep } from './indexSteps.ts';
import { type Deployment, deployedTemplate, deployStack } from './stack.ts';

/** To adopt: tables and bucket that exist become the stack's, untouched. */
export async function deployData(
  deployment: Deployment,
  application: Application,
  account: Account,
  adopts: boolean,
): Promise<void> {
  const { client } = deployment;
  const name = dataStackName(application);
  const complete = dataTemplate(application, () => true);
  const isMissing = await notIn(deployment, name);
  const missing = Object.entries(complete.Resources).filter(([id]) => isMissing(id));
  const strays = await existingOf(Object.fromEntries(missing), account);
  if (strays.length > 0 && !adopts) throw new DeployError(strayMessage(name, strays));
  // The import takes the template at its word, so protection comes after it, as it does for tables that are made.
  if (strays.length > 0) await adopt(deployment, { name, template: dataTemplate(application, () => false), strays });
  await inSteps(
    deployment,
    name,
    dataTemplate(application, (id) => !isMissing(id)),
  );
  if (missing.length > 0) await deployStack(deployment, name, complete);
  await client.send(new UpdateTerminationProtectionCommand({ StackName: name, EnableTerminationProtection: true }));
}

async function inSteps(deployment: Deployment, name: string, wanted: DataTemplate): Promise<void> {
  for (;;) {
    const deployed = (await deployedTemplate(deployment.client, name))?.Resources ?? {};
    const step = { ...wanted, Resources: nextStep(deployed, wanted.Resources) };
    await deployStack(deployment, name, step);
    if (isDeepStrictEqual(step, wanted)) return;
  }
}

async function notIn({ client }: Deployment, name: string): Promise<(logicalId: string) => boolean> {
  const { Resources = {} } = (await deployedTemplate(client, name)) ?? {};
  return (logicalId) => !Object.hasOwn(Resources, logicalId);
}

function strayMessage(name: string, strays: Existing[]): string {
  const names = strays.flatMap(({ identifier }) => Object.values(identifier));
  return `The stack ${name} would make what is there already: ${names.join(', ')}.
Deploy with --adopt, and they become the stack's with all that is in them; or delete them, if nobody needs it.`;
}

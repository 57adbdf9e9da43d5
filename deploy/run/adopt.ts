/** Takes tables and buckets that exist into a stack, by a resource import. */
import { setTimeout as delay } from 'node:timers/promises';
import {
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  DescribeChangeSetCommand,
  ExecuteChangeSetCommand,
} from '@aws-sdk/client-cloudformation';
import type { DataTemplate } from '../dataStack.ts';
import { DeployError } from './deployError.ts';
import type { Existing } from './existing.ts';
import { type Deployment, deployedTemplate, untilDone, usable } from './stack.ts';

interface Adoption {
  name: string;
  template: DataTemplate;
  strays: Existing[];
}

/**
 * An import may change nothing else, so its template is the deployed one and the strays: AWS, "Bringing existing resources
 * into CloudFormation management".
 */
export async function adopt(deployment: Deployment, { name, template, strays }: Adoption): Promise<void> {
  const { client, tell, tags } = deployment;
  await usable(deployment, name);
  tell(`${name}: adopting ${strays.map(({ logicalId }) => logicalId).join(', ')} …`);
  const { Outputs: _, ...bare } = template;
  const deployed = (await deployedTemplate(client, name)) ?? { ...bare, Resources: {} };
  const adopted = Object.fromEntries(strays.map(({ logicalId }) => [logicalId, template.Resources[logicalId]]));
  const change = { StackName: name, ChangeSetName: 'adopt' };
  await client.send(
    new CreateChangeSetCommand({
      ...change,
      ChangeSetType: 'IMPORT',
      TemplateBody: JSON.stringify({ ...deployed, Resources: { ...deployed.Resources, ...adopted } }),
      ResourcesToImport: strays.map(({ logicalId, type, identifier }) => ({
        LogicalResourceId: logicalId,
        ResourceType: type,
        ResourceIdentifier: identifier,
      })),
      Tags: tags,
    }),
  );
  await untilReady(deployment, change);
  await client.send(new ExecuteChangeSetCommand(change));
  await untilDone(deployment, name);
}

async function untilReady({ client, pollMs }: Deployment, change: { StackName: string; ChangeSetName: string }) {
  for (;;) {
    const { Status, StatusReason } = await client.send(new DescribeChangeSetCommand(change));
    if (Status === 'CREATE_COMPLETE') return;
    if (Status === 'FAILED') {
      await client.send(new DeleteChangeSetCommand(change));
      throw new DeployError(`${change.StackName} can't adopt them: ${StatusReason}`);
    }
    await delay(pollMs);
  }
}

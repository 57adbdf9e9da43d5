/** Brings one CloudFormation stack to a template, and waits: from whatever a failed deployment left, too. */
import { setTimeout as delay } from 'node:timers/promises';
import {
  type CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  type Stack,
  type Tag,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import type { Resource } from '../cloudFormation.ts';
import { DeployError } from './deployError.ts';
import { type Shelf, type TemplateSource, withSource } from './largeTemplate.ts';

/** How a stack is reached, and who is told. */
export interface Deployment {
  client: CloudFormationClient;
  tell: (line: string) => void;
  /** Between two looks at a stack. */
  pollMs: number;
  tags: Tag[];
  /** For templates too long for a request. */
  shelf?: Shelf | undefined;
}

export interface Template {
  Resources: Record<string, Resource>;
}

/** One that can be changed as it is. */
const SETTLED = ['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE', 'IMPORT_COMPLETE'];
/** A creation that failed, or an import whose change set was never run: nothing is in it. */
const EMPTY = ['ROLLBACK_COMPLETE', 'REVIEW_IN_PROGRESS', 'IMPORT_ROLLBACK_COMPLETE'];
const REASONS = 5;

export async function deployStack(deployment: Deployment, name: string, template: Template): Promise<void> {
  const { tell, shelf } = deployment;
  const found = await usable(deployment, name);
  tell(found ? `${name}: comparing …` : `${name}: creating ${Object.keys(template.Resources).length} resources …`);
  await withSource(JSON.stringify(template), name, shelf, async (source) => {
    const isBegun = await begin(deployment, name, { source, isThere: found !== undefined });
    if (!isBegun) return tell(`${name}: nothing to change.`);
    await untilDone(deployment, name);
    tell(`${name}: done.`);
  });
}

/** Whether there was anything to do. */
async function begin(
  { client, tags }: Deployment,
  name: string,
  { source, isThere }: { source: TemplateSource; isThere: boolean },
): Promise<boolean> {
  const input = { StackName: name, ...source, Tags: tags };
  try {
    await client.send(isThere ? new UpdateStackCommand(input) : new CreateStackCommand(input));
    return true;
  } catch (error) {
    if (error instanceof Error && error.message.includes('No updates are to be performed')) return false;
    throw error;
  }
}

/** The stack if it can be changed, undefined if it is to be created. An empty one is taken away. */
export async function usable(deployment: Deployment, name: string): Promise<Stack | undefined> {
  const found = await stackOf(deployment.client, name);
  const status = found?.StackStatus ?? '';
  if (!found || SETTLED.includes(status)) return found;
  if (!EMPTY.includes(status)) throw new DeployError(`${name} is ${status}: ${nextStep(status, name)}`);
  deployment.tell(`${name}: taking away what an earlier try left (${status}) …`);
  await deployment.client.send(new DeleteStackCommand({ StackName: name }));
  while (await stackOf(deployment.client, name)) await delay(deployment.pollMs);
  return undefined;
}

/** A DeployError with the first reasons, unless the stack settles as it was told. */
export async function untilDone({ client, pollMs }: Deployment, name: string): Promise<void> {
  for (;;) {
    const status = (await stackOf(client, name))?.StackStatus ?? 'gone';
    if (/^(CREATE|UPDATE|IMPORT)_COMPLETE$/.test(status)) return;
    if (!status.endsWith('_IN_PROGRESS')) {
      const reasons = await failuresOf(client, name);
      throw new DeployError(`${name} is ${status}:\n${reasons.join('\n')}\n${nextStep(status, name)}`);
    }
    await delay(pollMs);
  }
}

/** The template as it was last deployed; undefined where nothing is. */
export async function deployedTemplate(client: CloudFormationClient, name: string): Promise<Template | undefined> {
  const stack = await stackOf(client, name);
  if (!stack || EMPTY.includes(stack.StackStatus ?? '')) return undefined;
  const { TemplateBody = '' } = await client.send(new GetTemplateCommand({ StackName: name }));
  return JSON.parse(TemplateBody) as Template;
}

export async function stackOf(client: CloudFormationClient, name: string): Promise<Stack | undefined> {
  try {
    return (await client.send(new DescribeStacksCommand({ StackName: name }))).Stacks?.[0];
  } catch (error) {
    if (error instanceof Error && error.message.includes('does not exist')) return undefined;
    throw error;
  }
}

/** The reasons of the last operation, the first one first: the others follow from it. */
async function failuresOf(client: CloudFormationClient, name: string): Promise<string[]> {
  const { StackEvents = [] } = await client.send(new DescribeStackEventsCommand({ StackName: name }));
  const failed = StackEvents.filter(({ ResourceStatus = '', ResourceStatusReason = '' }) => {
    return ResourceStatus.endsWith('_FAILED') && !ResourceStatusReason.includes('cancelled');
  });
  const lines = failed.map((event) => {
    return `  ${event.LogicalResourceId} (${event.ResourceType}): ${event.ResourceStatusReason ?? event.ResourceStatus}`;
  });
  return lines.slice(0, REASONS).reverse();
}

function nextStep(status: string, name: string): string {
  if (status === 'ROLLBACK_COMPLETE' || status === 'UPDATE_ROLLBACK_COMPLETE' || status === 'IMPORT_ROLLBACK_COMPLETE')
    return 'Everything is as it was before. Put the reason right, and deploy again.';
  if (status === 'UPDATE_ROLLBACK_FAILED')
    return `Put right what keeps it from going back, then: aws cloudformation continue-update-rollback --stack-name ${name}`;
  if (status.endsWith('_IN_PROGRESS')) return 'another deployment is at work. Wait for it, and deploy again.';
  return `Delete it (aws cloudformation delete-stack --stack-name ${name}; data is kept), and deploy again with --adopt.`;
}

/** Deploys the stack of alarms, for the application as it is deployed. */
import {
  type CloudFormationClient,
  ListStackResourcesCommand,
  type StackResourceSummary,
} from '@aws-sdk/client-cloudformation';
import type { S3Client } from '@aws-sdk/client-s3';
import type { DeployedParts } from '../alarms/alarmsOf.ts';
import { alarmsStackName, alarmsTemplate } from '../alarms/alarmsStack.ts';
import { type Application, prefixOf } from '../application.ts';
import { dataStackName } from '../dataStack.ts';
import { type Deployment, deployStack, stackOf } from './stack.ts';

/** `notify` is the ARN of an SNS topic. */
export async function deployAlarms(
  deployment: Deployment,
  application: Application,
  account: { s3: S3Client; region: string },
  notify: string | undefined,
): Promise<void> {
  const { client } = deployment;
  const template = alarmsTemplate(application, await deployedParts(client, prefixOf(application)), notify);
  const { Outputs = [] } = (await stackOf(client, dataStackName(application))) ?? {};
  const bucket = Outputs.find(({ OutputKey }) => OutputKey === 'Bucket')?.OutputValue;
  const shelf = bucket === undefined ? undefined : { ...account, bucket };
  await deployStack({ ...deployment, shelf }, alarmsStackName(application), template);
}

async function deployedParts(client: CloudFormationClient, name: string): Promise<DeployedParts> {
  const { Parameters = [] } = (await stackOf(client, name)) ?? {};
  const counts = Parameters.some((one) => one.ParameterKey === 'Pollers' && one.ParameterValue === 'provisioned');
  const resources = await resourcesOf(client, name);
  const idsOf = (type: string) =>
    resources.flatMap(({ ResourceType, LogicalResourceId = '', PhysicalResourceId = '' }) => {
      return ResourceType === type ? [[LogicalResourceId, PhysicalResourceId] as const] : [];
    });
  return {
    api: idsOf('AWS::ApiGatewayV2::Api')[0]?.[1],
    mappings: counts ? Object.fromEntries(idsOf('AWS::Lambda::EventSourceMapping')) : {},
  };
}

async function resourcesOf(client: CloudFormationClient, StackName: string): Promise<StackResourceSummary[]> {
  const found: StackResourceSummary[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new ListStackResourcesCommand({ StackName, NextToken }));
    found.push(...(page.StackResourceSummaries ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return found;
}

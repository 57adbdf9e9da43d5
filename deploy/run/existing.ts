/** Tables and buckets that are in the account, whichever stack they belong to. */
import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ListBucketsCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Resource } from '../cloudFormation.ts';
import { DeployError } from './deployError.ts';

export interface Account {
  dynamodb: DynamoDBClient;
  s3: S3Client;
  region: string;
}

export interface Existing {
  logicalId: string;
  type: string;
  /** In the words of a resource import: `{ TableName: 'event-functions-prod-users' }`. */
  identifier: Record<string, string>;
}

/** Those of the resources that are there already. A DeployError names a table of other keys than the template's. */
export async function existingOf(resources: Record<string, Resource>, account: Account): Promise<Existing[]> {
  const { Buckets = [] } = await account.s3.send(new ListBucketsCommand({}));
  const buckets = Buckets.flatMap(({ Name }) => Name ?? []);
  const found: Existing[] = [];
  for (const [logicalId, { Type: type, Properties }] of Object.entries(resources)) {
    const identifier = await identifierOf(type, Properties, { ...account, buckets });
    if (identifier) found.push({ logicalId, type, identifier });
  }
  return found;
}

type Looked = Account & { buckets: string[] };

async function identifierOf(type: string, wanted: Record<string, unknown>, looked: Looked) {
  if (type === 'AWS::DynamoDB::Table') {
    const TableName = String(wanted['TableName']);
    return (await hasTable(TableName, wanted, looked)) ? { TableName } : undefined;
  }
  if (type !== 'AWS::S3::Bucket') return undefined;
  const { 'Fn::Sub': name } = wanted['BucketName'] as { 'Fn::Sub': string };
  const [before = '', after = ''] = name.replace(`\${AWS::Region}`, looked.region).split(`\${AWS::AccountId}`);
  const BucketName = looked.buckets.find((bucket) => bucket.startsWith(before) && bucket.endsWith(after));
  return BucketName === undefined ? undefined : { BucketName };
}

async function hasTable(TableName: string, wanted: Record<string, unknown>, { dynamodb }: Looked): Promise<boolean> {
  try {
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
    refuseOtherKeys(TableName, Table?.KeySchema, wanted['KeySchema']);
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return false;
    throw error;
  }
}

/** CloudFormation takes in a table of any keys, and never mends them. */
function refuseOtherKeys(table: string, found: unknown, wanted: unknown): void {
  const [has, should] = [found, wanted].map((schema) => {
    return (schema as { AttributeName: string }[]).map(({ AttributeName }) => AttributeName).join(', ');
  });
  if (has === should) return;
  throw new DeployError(
    `The table ${table} is there with the keys ${has}, where ours has ${should}: delete it, or deploy under another stage.`,
  );
}

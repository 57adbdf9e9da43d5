/** A stage of its own, on the emulator that all test files share, with what a person would look at in its account. */
import { randomUUID } from 'node:crypto';
import {
  CloudFormationClient,
  DeleteStackCommand,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation';
import { DescribeTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import type { FunctionConfig } from '../../deploy/declaredFunctions.ts';
import { deployData } from '../../deploy/run/data.ts';
import type { Deployment } from '../../deploy/run/stack.ts';
import { shopOf } from './shop.ts';

const region = 'eu-west-1';

export function dataStage(endpoint: string) {
  const stage = `t${randomUUID().slice(0, 8)}`;
  const prefix = `shop-${stage}-`;
  const stack = `${prefix}data`;
  const aws = { endpoint, region, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
  const client = new CloudFormationClient(aws);
  const dynamodb = new DynamoDBClient(aws);
  const s3 = new S3Client({ ...aws, forcePathStyle: true });
  const told: string[] = [];
  const deployment: Deployment = { client, tell: (line) => told.push(line), pollMs: 20, tags: [] };
  const mine = (names: (string | undefined)[]) =>
    names.flatMap((name = '') => (name.startsWith(prefix) ? [name.slice(prefix.length)] : [])).toSorted();
  return {
    ...{ client, dynamodb, s3, prefix, told, stack },
    deploy: (functions: FunctionConfig[], adopts = false) =>
      deployData(deployment, { ...shopOf(...functions), stage }, { dynamodb, s3, region }, adopts),
    tables: async () => mine((await dynamodb.send(new ListTablesCommand({}))).TableNames ?? []),
    buckets: async () => mine(((await s3.send(new ListBucketsCommand({}))).Buckets ?? []).map(({ Name }) => Name)),
    async isProtected(table: string) {
      const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: `${prefix}${table}` }));
      return Table?.DeletionProtectionEnabled;
    },
    async removeStack() {
      const unprotected = { StackName: stack, EnableTerminationProtection: false };
      await client.send(new UpdateTerminationProtectionCommand(unprotected));
      await client.send(new DeleteStackCommand({ StackName: stack }));
    },
  };
}

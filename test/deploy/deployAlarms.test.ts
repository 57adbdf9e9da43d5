import { randomUUID } from 'node:crypto';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { expect, it } from 'vitest';
import type { Application } from '../../deploy/application.ts';
import type { Resource } from '../../deploy/cloudFormation.ts';
import { declaredApplication } from '../../deploy/declaredApplication.ts';
import { deployAlarms } from '../../deploy/run/alarms.ts';
import { deployData } from '../../deploy/run/data.ts';
import { type Deployment, deployStack, stackOf } from '../../deploy/run/stack.ts';
import { realPart } from '../real/available.ts';
import { look, shopOf } from './shop.ts';

const endpoint = (await realPart('ministack')) ?? '';
const region = 'eu-west-1';

it.runIf(endpoint)('alarms come up by way of the bucket, which keeps nothing of it', async () => {
  const aws = { endpoint, region, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
  const s3 = new S3Client({ ...aws, forcePathStyle: true });
  const client = new CloudFormationClient(aws);
  const deployment: Deployment = { client, tell: () => undefined, pollMs: 20, tags: [] };
  const stage = `t${randomUUID().slice(0, 8)}`;
  // The data of a small shop, and alarms for all functions of the project.
  const application: Application = { ...(await declaredApplication(stage)), service: 'shop' };
  await deployData(deployment, { ...shopOf(look), stage }, { dynamodb: new DynamoDBClient(aws), s3, region }, false);
  const groups = application.functions.map(({ config: { name } }): [string, Resource] => {
    return [
      `${name}Logs`,
      { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: `/aws/lambda/shop-${stage}-${name}` } },
    ];
  });
  await deployStack(deployment, `shop-${stage}`, { Resources: Object.fromEntries(groups) });
  await deployAlarms(deployment, application, { s3, region }, undefined);
  expect((await stackOf(client, `shop-${stage}-alarms`))?.StackStatus).toBe('CREATE_COMPLETE');
  await deployAlarms(deployment, application, { s3, region }, `arn:aws:sns:${region}:000000000000:pager`);
  expect((await stackOf(client, `shop-${stage}-alarms`))?.StackStatus).toBe('UPDATE_COMPLETE');
  const Bucket = `shop-${stage}-objects-000000000000-${region}`;
  expect((await s3.send(new ListObjectsV2Command({ Bucket }))).Contents ?? []).toEqual([]);
});

import { randomUUID } from 'node:crypto';
import { DescribeTableCommand, DescribeTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createDynamoTable, createTableInput } from '../../../lib/store/dynamoTables.ts';
import { defineTable } from '../../../lib/store/store.ts';
import { realPart } from '../../real/available.ts';
import { clientOf } from './openDynamo.ts';
import { cutOff, done, refused, scriptedDynamo } from './scriptedDynamo.ts';

const sessions = defineTable({
  name: 'sessions',
  indexes: { byUser: { partition: 'userId', sort: 'at' }, byDay: { partition: 'day', sort: 'at' } },
  expires: true,
});

describe('a declared table as DynamoDB creates it', () => {
  it('has keys, its indexes whole, each key attribute once, and is paid by request', () => {
    expect(createTableInput(sessions, 'prod-sessions')).toEqual({
      TableName: 'prod-sessions',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: ['pk', 'sk', 'userId', 'at', 'day'].map((name) => ({
        AttributeName: name,
        AttributeType: 'S',
      })),
      GlobalSecondaryIndexes: [
        {
          IndexName: 'byUser',
          KeySchema: [
            { AttributeName: 'userId', KeyType: 'HASH' },
            { AttributeName: 'at', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
        {
          IndexName: 'byDay',
          KeySchema: [
            { AttributeName: 'day', KeyType: 'HASH' },
            { AttributeName: 'at', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    });
  });

  it('has no list of indexes where there are none, which DynamoDB would refuse', () => {
    const input = createTableInput(defineTable({ name: 'things' }), 'things');
    expect(input).not.toHaveProperty('GlobalSecondaryIndexes');
  });

  it('is taken for its own by who asked before and lost the answer', async () => {
    const active = done({ Table: { TableStatus: 'ACTIVE' } });
    const { endpoint, requests } = await scriptedDynamo(cutOff, refused('ResourceInUseException'), active);
    const client = clientOf(endpoint);
    onTestFinished(() => client.destroy());
    await createDynamoTable(client, defineTable({ name: 'things' }), 'things');
    expect(requests).toHaveLength(3);
  });

  for (const part of ['dynoxide', 'dynamoLocal'] as const) {
    it(`is active with its time to live on ${part}`, async ({ skip }) => {
      const endpoint = await realPart(part);
      if (endpoint === undefined) return skip();
      const client = clientOf(endpoint);
      onTestFinished(() => client.destroy());
      const TableName = randomUUID();
      await createDynamoTable(client, sessions, TableName);
      const { Table } = await client.send(new DescribeTableCommand({ TableName }));
      expect(Table?.TableStatus).toBe('ACTIVE');
      expect(Table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName).sort()).toEqual(['byDay', 'byUser']);
      const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName }));
      expect(TimeToLiveDescription).toMatchObject({ AttributeName: 'expiresAt', TimeToLiveStatus: 'ENABLED' });
    });
  }
});

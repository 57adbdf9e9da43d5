import { expect, it } from 'vitest';
import { toResources } from '../../deploy/cloudFormation.ts';
import { dataTemplate } from '../../deploy/dataStack.ts';
import { declaredApplication } from '../../deploy/declaredApplication.ts';
import { logicalId } from '../../deploy/logicalId.ts';
import { tables } from '../../deploy/tables.ts';
import { buy, shopOf } from './shop.ts';

const resources = toResources(tables(shopOf()));

it('makes each table once, however many functions use it', () => {
  expect(Object.keys(resources)).toEqual([
    'OutboxTable',
    'CartsTable',
    'IdempotencyKeysTable',
    'SeenCallbacksTable',
    'MarksTable',
    'ProgressTable',
    'TotalsTable',
    'AuditTable',
  ]);
});

it('makes a table with its index, and keeps it when the stack goes', () => {
  expect(resources['CartsTable']).toEqual({
    Type: 'AWS::DynamoDB::Table',
    DeletionPolicy: 'RetainExceptOnCreate',
    UpdateReplacePolicy: 'Retain',
    Properties: {
      TableName: 'shop-test-carts',
      BillingMode: 'PAY_PER_REQUEST',
      DeletionProtectionEnabled: true,
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
        { AttributeName: 'day', AttributeType: 'S' },
        { AttributeName: 'openedAt', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'byDay',
          KeySchema: [
            { AttributeName: 'day', KeyType: 'HASH' },
            { AttributeName: 'openedAt', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: true },
    },
  });
});

it('bounds for how long a destroyed key of a user can be restored', async () => {
  const { Resources } = dataTemplate(await declaredApplication('test'), () => true);
  const recovery = (id: string) => Resources[id]?.Properties['PointInTimeRecoverySpecification'];
  expect(recovery('UserKeysTable')).toEqual({ PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 7 });
  expect(recovery('UsersTable')).toEqual({ PointInTimeRecoveryEnabled: true });
});

it('lets DynamoDB remove what expires', () => {
  const expiry = { AttributeName: 'expiresAt', Enabled: true };
  expect(resources['MarksTable']?.Properties['TimeToLiveSpecification']).toEqual(expiry);
  expect(resources['CartsTable']?.Properties).not.toHaveProperty('TimeToLiveSpecification');
});

it.each([
  ['Table', ['users'], 'UsersTable'],
  ['Mapping', ['buy', 'user.events'], 'BuyUserEventsebfd9e03Mapping'],
])('calls %s of %j by letters and digits', (kind, names, expected) => {
  expect(logicalId(kind, ...names)).toBe(expected);
});

it('calls what differs only in punctuation or in where one name ends by different ids', () => {
  const ids = [
    logicalId('Mapping', 'buy', 'user.events'),
    logicalId('Mapping', 'buy', 'user-events'),
    logicalId('Mapping', 'buyUser', 'events'),
    logicalId('Mapping', 'buy', 'user_events'),
  ];
  expect(new Set(ids).size).toBe(4);
});

it('refuses two resources of one id instead of losing one', () => {
  const [table] = tables(shopOf(buy));
  if (!table) throw new Error('expected a table');
  expect(() => toResources([table, table])).toThrow('Two resources are called OutboxTable');
});

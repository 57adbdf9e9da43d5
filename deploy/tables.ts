/** A DynamoDB table for each one that the functions declare. */

import type { Table } from '../lib/store/store.ts';
import { type Application, prefixOf, tablesUsed } from './application.ts';
import type { NamedResource } from './cloudFormation.ts';
import { logicalId } from './logicalId.ts';

export function tables(application: Application): NamedResource[] {
  return tablesUsed(application).map((table) => [tableLogicalId(table), tableResource(table, application)]);
}

export function tableLogicalId(table: Table): string {
  return logicalId('Table', table.name);
}

function tableResource(table: Table, application: Application) {
  const indexes = Object.entries(table.indexes);
  const indexed = indexes.flatMap(([, { partition, sort }]) => [partition, sort]);
  return {
    Type: 'AWS::DynamoDB::Table',
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
    Properties: {
      TableName: `${tablePrefix(application)}${table.name}`,
      BillingMode: 'PAY_PER_REQUEST',
      DeletionProtectionEnabled: true,
      AttributeDefinitions: [...new Set(['pk', 'sk', ...indexed])].map((name) => ({
        AttributeName: name,
        AttributeType: 'S',
      })),
      KeySchema: keySchema('pk', 'sk'),
      ...(indexes.length > 0 && {
        GlobalSecondaryIndexes: indexes.map(([name, { partition, sort }]) => ({
          IndexName: name,
          KeySchema: keySchema(partition, sort),
          Projection: { ProjectionType: 'ALL' },
        })),
      }),
      ...(table.expires && { TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true } }),
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: true },
    },
  } as const;
}

function keySchema(partition: string, sort: string) {
  return [
    { AttributeName: partition, KeyType: 'HASH' },
    { AttributeName: sort, KeyType: 'RANGE' },
  ];
}

/** The setting TABLE_PREFIX: what stands before a table's own name. */
export function tablePrefix(application: Application): string {
  return `${prefixOf(application)}-`;
}

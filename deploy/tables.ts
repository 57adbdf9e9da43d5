/** A DynamoDB table for each one that the functions declare. */

import { dynamoShape, timeToLive } from '../lib/store/dynamoShape.ts';
import type { Table } from '../lib/store/store.ts';
import { type Application, prefixOf, tablesUsed } from './application.ts';
import { type NamedResource, sub, type Text } from './cloudFormation.ts';
import { logicalId } from './logicalId.ts';

export function tables(application: Application): NamedResource[] {
  return tablesUsed(application).map((table) => [logicalId('Table', table.name), tableResource(table, application)]);
}

/** By its name, which is fixed: the application's stack refers to nothing in the data stack, so neither holds up the other. */
export function tableArn(table: Table, application: Application): Text {
  return arnOf(`${tablePrefix(application)}${table.name}`);
}

/** Whatever begins with the stage's prefix. */
export function allTables(application: Application): Text {
  return arnOf(`${tablePrefix(application)}*`);
}

function arnOf(name: string): Text {
  return sub(`arn:\${AWS::Partition}:dynamodb:\${AWS::Region}:\${AWS::AccountId}:table/${name}`);
}

function tableResource(table: Table, application: Application) {
  return {
    Type: 'AWS::DynamoDB::Table',
    DeletionPolicy: 'RetainExceptOnCreate',
    UpdateReplacePolicy: 'Retain',
    Properties: {
      TableName: `${tablePrefix(application)}${table.name}`,
      DeletionProtectionEnabled: true,
      ...dynamoShape(table),
      ...(table.expires && { TimeToLiveSpecification: timeToLive }),
      PointInTimeRecoverySpecification: recovery(table),
      SSESpecification: { SSEEnabled: true },
    },
  } as const;
}

/** AWS keeps 35 days unless told otherwise. */
function recovery({ recoveryDays }: Table) {
  return {
    PointInTimeRecoveryEnabled: true,
    ...(recoveryDays !== undefined && { RecoveryPeriodInDays: recoveryDays }),
  };
}

/** The setting TABLE_PREFIX: what stands before a table's own name. */
export function tablePrefix(application: Application): string {
  return `${prefixOf(application)}-`;
}

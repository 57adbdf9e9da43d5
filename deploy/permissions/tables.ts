/** DynamoDB: a function's own tables, with the actions that the store's three calls come down to. */
import { tablesOf } from '../../lib/connect/connect.ts';
import { outbox } from '../../lib/outbox/outbox.ts';
import type { Table } from '../../lib/store/store.ts';
import { relays } from '../application.ts';
import { attributeOf, concat, type Text } from '../cloudFormation.ts';
import type { FunctionConfig } from '../declaredFunctions.ts';
import { tableLogicalId } from '../tables.ts';
import { allow, type Statement } from './statement.ts';

/**
 * A transaction needs the actions of the writes in it; it has none of its own (AWS: IAM and transactions). Lone writes
 * are PartiQL's (AWS: BatchExecuteStatement, "IAM security policies with PartiQL").
 */
const ACTIONS = [
  ...['BatchGetItem', 'ConditionCheckItem', 'DeleteItem', 'PutItem', 'Query', 'UpdateItem'],
  ...['PartiQLDelete', 'PartiQLInsert', 'PartiQLUpdate'],
];

export function tablePermissions(config: FunctionConfig): Statement[] {
  const tables = tablesOf(config);
  const onTables = allow(
    ACTIONS.map((action) => `dynamodb:${action}`),
    tables.map(tableArn),
  );
  const indexes = tables.filter((table) => table.name !== outbox.name || relays(config)).flatMap(indexArns);
  return indexes.length === 0 ? [onTables] : [onTables, allow(['dynamodb:Query'], indexes)];
}

function tableArn(table: Table): Text {
  return attributeOf(tableLogicalId(table), 'Arn');
}

/** The outbox's index tells the relay which streams wait; nobody else asks. */
function indexArns(table: Table): Text[] {
  return Object.keys(table.indexes).map((index) => concat(tableArn(table), `/index/${index}`));
}

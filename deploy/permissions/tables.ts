/** DynamoDB: a function's own tables, with the actions that the store's calls come down to. */
import { claimTablesOf, tablesOf, tablesOnlyReadBy } from '../../lib/connect/connect.ts';
import { outbox } from '../../lib/outbox/outbox.ts';
import type { Table } from '../../lib/store/store.ts';
import { type Application, relays } from '../application.ts';
import { concat, type Text } from '../cloudFormation.ts';
import type { FunctionConfig } from '../declaredFunctions.ts';
import { tableArn } from '../tables.ts';
import { allow, type Statement } from './statement.ts';

/** A transaction needs the actions of the writes in it; it has none of its own (AWS: IAM and transactions). */
const READING = ['BatchGetItem', 'ConditionCheckItem', 'Query'];
const ACTIONS = [...READING, 'DeleteItem', 'PutItem', 'UpdateItem'].sort();

/**
 * Single writes are PartiQL statements, which have actions of their own:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-iam.html. What they meet is read by BatchGetItem.
 */
const LONE_ACTIONS = ['PartiQLDelete', 'PartiQLInsert', 'PartiQLUpdate'];

export function tablePermissions(config: FunctionConfig, application: Application): Statement[] {
  const tables = tablesOf(config);
  const onlyRead = tablesOnlyReadBy(config);
  const written = tables.filter((table) => !onlyRead.includes(table));
  const allowOn = (on: readonly Table[], actions: readonly string[]) => {
    return allow(
      actions.map((action) => `dynamodb:${action}`),
      on.map((table) => tableArn(table, application)),
    );
  };
  const statements = [
    allowOn(written, ACTIONS),
    allowOn(onlyRead, READING),
    allowOn(claimTablesOf(config), LONE_ACTIONS),
  ];
  const queried = tables.filter((table) => table.name !== outbox.name || relays(config));
  const indexes = queried.flatMap((table) => indexArns(table, application));
  return [...statements, allow(['dynamodb:Query'], indexes)].filter(({ Resource }) => Resource.length > 0);
}

/** The outbox's index tells the relay which streams wait; nobody else asks. */
function indexArns(table: Table, application: Application): Text[] {
  return Object.keys(table.indexes).map((index) => concat(tableArn(table, application), `/index/${index}`));
}

/** One transaction on DynamoDB: all writes or none, and why not. */
import { hash } from 'node:crypto';
import {
  type CancellationReason,
  type DynamoDBClient,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { Fault } from '../errors/fault.ts';
import { added, isTombstone } from './conditions.ts';
import { toAddExpression, toChangeExpression, toConditionExpression, toWriteCondition } from './dynamoExpressions.ts';
import { codeOf } from './dynamoFaults.ts';
import { fromAttributes, toAttributes } from './dynamoItems.ts';
import { itemNameOf, refOf } from './refs.ts';

import type { Table, Write, WriteFailure } from './store.ts';

/** DynamoDB takes 36 characters (AWS: TransactWriteItems, ClientRequestToken); these are 216 bits. */
const TOKEN_CHARACTERS = 36;

/** A declared table's name on AWS. Fault UNDECLARED. */
export type NameOf = (table: Table) => string;

/**
 * A single write goes as a transaction too, for the token's sake: when an answer is lost, the client's next try would
 * otherwise meet the condition that the first one broke, or add twice. The client also asks again by itself while an
 * earlier try still runs.
 */
export async function transactAll(
  client: DynamoDBClient,
  { writes, token }: { writes: readonly Write[]; token: string },
  nameOf: NameOf,
): Promise<WriteFailure[]> {
  const command = new TransactWriteItemsCommand({
    TransactItems: writes.map((write) => toTransactItem(write, nameOf(refOf(write).table))),
    ClientRequestToken: hash('sha256', token, 'base64url').slice(0, TOKEN_CHARACTERS),
  });
  try {
    await client.send(command);
    return [];
  } catch (error) {
    if (error instanceof TransactionCanceledException) return failuresOf(writes, error.CancellationReasons ?? []);
    throw error;
  }
}

function toTransactItem(write: Write, TableName: string): TransactWriteItem {
  const whole = { TableName, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const;
  const { pk, sk } = refOf(write);
  const keyed = { ...whole, Key: toAttributes({ pk, sk }) };
  switch (write.op) {
    case 'put':
      return {
        Put: { ...whole, Item: toAttributes(write.item), ...toWriteCondition(write) },
      };
    case 'add':
      return { Update: { ...keyed, ...toAddExpression(write) } };
    case 'change':
      return { Update: { ...keyed, ...toChangeExpression(write) } };
    case 'remove':
      return { Delete: { ...keyed, ...toWriteCondition(write) } };
    case 'check':
      return { ConditionCheck: { ...keyed, ...toConditionExpression(write.when) } };
    default:
      return write satisfies never;
  }
}

/**
 * One reason a write, 'None' where nothing was wrong; several may come at once. A condition that did not hold is known for
 * sure and comes first; a conflict comes last: trying again at once is no answer to a table that is throttled.
 */
function failuresOf(writes: readonly Write[], reasons: readonly CancellationReason[]): WriteFailure[] {
  const failures = writes.flatMap((write, index) => failureOf(write, index, reasons[index]));
  if (failures.some(({ reason }) => reason === 'condition')) return failures;
  for (const [index, { Code = 'None', Message = '', Item }] of reasons.entries()) {
    const write = writes[index];
    if (Code === 'None' || Code === 'TransactionConflict' || write === undefined) continue;
    // Says what an add met.
    if (write.op === 'add' && Code === 'ConditionalCheckFailed') added(write, Item && fromAttributes(Item));
    throw new Fault(codeOf(`${Code}: `), `${itemNameOf(refOf(write))}: ${Code} ${Message}`);
  }
  if (failures.length > 0) return failures;
  throw new Fault('STORE_UNAVAILABLE', 'a transaction was cancelled for no reason');
}

function failureOf(write: Write, index: number, reason: CancellationReason | undefined): WriteFailure[] {
  if (reason?.Code === 'TransactionConflict') return [{ index, reason: 'conflict' }];
  if (reason?.Code !== 'ConditionalCheckFailed') return [];
  const isFound = reason.Item !== undefined && Object.keys(reason.Item).length > 0;
  const found = isFound ? fromAttributes(reason.Item ?? {}) : undefined;
  // An add has no condition of its own: without a tombstone there, a limit stands in its way.
  if (write.op === 'add' && !isTombstone(write.ref.table, found)) return [];
  return [{ index, reason: 'condition', ...(found && { found }) }];
}

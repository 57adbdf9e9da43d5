/** Single writes on DynamoDB: 25 to a round trip, each with an outcome of its own. */
import { setTimeout as wait } from 'node:timers/promises';
import { BatchExecuteStatementCommand, type BatchStatementError, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Fault } from '../errors/fault.ts';
import { chunksOf } from './chunks.ts';
import { holds } from './conditions.ts';
import { codeOf, toStoreFault } from './dynamoFaults.ts';
import { fromAttributes } from './dynamoItems.ts';
import { readAll } from './dynamoRead.ts';
import type { NameOf } from './dynamoTransaction.ts';
import { toStatement } from './partiql.ts';
import { itemNameOf, refOf } from './refs.ts';
import { refusal } from './refusal.ts';
import type { Item, Outcome, SingleWrite } from './store.ts';

/** AWS: BatchExecuteStatement, Statements. */
const MAX_STATEMENTS = 25;
const MAX_TRIES = 3;
const FIRST_WAIT_MS = 50;

interface Where {
  client: DynamoDBClient;
  nameOf: NameOf;
}

/** DynamoDB's answer to one statement; undefined: done. */
type Answer = BatchStatementError | undefined;

/** An item as a read found it; a fault where it could not be read. */
type Found = Item | Fault | undefined;

/** A round trip that fails is the fault of its own writes only. */
export async function writeAlone(writes: readonly SingleWrite[], where: Where): Promise<Outcome[]> {
  const trips = chunksOf(writes, MAX_STATEMENTS).map((chunk) => untilTaken(chunk, where, MAX_TRIES));
  return (await Promise.all(trips)).flat();
}

/** The client itself tries again what is throttled as a whole, but not single statements. */
async function untilTaken(writes: readonly SingleWrite[], where: Where, triesLeft: number): Promise<Outcome[]> {
  const answers = await execute(writes, where);
  if (answers instanceof Fault) return writes.map(() => ({ kind: 'fault', fault: answers }));
  const outcomes = await judge(writes, answers, where);
  const isLeft = (index: number) => triesLeft > 1 && isThrottled(answers[index]);
  const left = writes.filter((_, index) => isLeft(index));
  if (left.length === 0) return outcomes;
  await wait(FIRST_WAIT_MS * 2 ** (MAX_TRIES - triesLeft) * Math.random());
  const again = await untilTaken(left, where, triesLeft - 1);
  return outcomes.map((outcome, index) => (isLeft(index) ? (again.shift() ?? outcome) : outcome));
}

async function execute(writes: readonly SingleWrite[], { client, nameOf }: Where): Promise<Answer[] | Fault> {
  const Statements = writes.map((write) => toStatement(write, nameOf(refOf(write).table)));
  try {
    const { Responses = [] } = await client.send(new BatchExecuteStatementCommand({ Statements }));
    if (Responses.length === writes.length) return Responses.map((response) => response.Error);
    return new Fault('STORE_UNAVAILABLE', `${writes.length} statements, but ${Responses.length} answers`);
  } catch (error) {
    return toStoreFault(error, 'BatchExecuteStatement');
  }
}

async function judge(writes: readonly SingleWrite[], answers: readonly Answer[], where: Where): Promise<Outcome[]> {
  const unseen = writes.filter((_, index) => isUnseen(answers[index]));
  const found = unseen.length === 0 ? new Map<SingleWrite, Found>() : await lookUp(unseen, where);
  return writes.map((write, index) => outcomeOf(write, answers[index], found));
}

/** A duplicate comes without the item that it met. */
function isUnseen(answer: Answer): boolean {
  return isRefusal(answer) && !answer?.Item;
}

async function lookUp(writes: readonly SingleWrite[], { client, nameOf }: Where): Promise<Map<SingleWrite, Found>> {
  try {
    const items = await readAll(client, writes.map(refOf), nameOf);
    return new Map(writes.map((write, index) => [write, items[index]]));
  } catch (error) {
    const fault = toStoreFault(error, 'BatchGetItem');
    return new Map(writes.map((write) => [write, fault]));
  }
}

function outcomeOf(write: SingleWrite, answer: Answer, looked: ReadonlyMap<SingleWrite, Found>): Outcome {
  if (!answer) return { kind: 'done' };
  const { Code = '', Message = '', Item } = answer;
  if (Code === 'TransactionConflict') return { kind: 'conflict' };
  if (!isRefusal(answer)) {
    const fault = new Fault(codeOf(`${Code}: `), `${itemNameOf(refOf(write))}: ${Code} ${Message}`);
    return { kind: 'fault', fault };
  }
  const found = Item ? fromAttributes(Item) : looked.get(write);
  if (found instanceof Fault) return { kind: 'fault', fault: found };
  // The item that failed the condition is gone by now, as after a conflict with another writer.
  return holds(write.when, found) ? { kind: 'conflict' } : refusal(write, found);
}

function isRefusal(answer: Answer): boolean {
  return answer?.Code === 'ConditionalCheckFailed' || answer?.Code === 'DuplicateItem';
}

function isThrottled(answer: Answer): boolean {
  return answer !== undefined && codeOf(`${answer.Code}: `) === 'THROTTLED';
}

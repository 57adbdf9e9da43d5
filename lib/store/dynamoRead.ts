/** Items by their keys, consistently, however many answers DynamoDB takes for it. */
import { setTimeout as wait } from 'node:timers/promises';
import { BatchGetItemCommand, type BatchGetItemCommandInput, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Fault } from '../errors/fault.ts';
import { type Attributes, fromAttributes, toAttributes } from './dynamoItems.ts';
import type { NameOf } from './dynamoTransaction.ts';
import type { Item, Ref } from './store.ts';

/** An answer holds 16 MB at most; the rest comes back as unprocessed, as does what is throttled. */
const MAX_EMPTY_ANSWERS = 6;
const FIRST_WAIT_MS = 25;

type Keys = NonNullable<BatchGetItemCommandInput['RequestItems']>;

/** Fault THROTTLED when nothing comes for a while. */
export async function readAll(
  client: DynamoDBClient,
  refs: readonly Ref[],
  nameOf: NameOf,
): Promise<(Item | undefined)[]> {
  const found = new Map<string, Attributes>();
  let left = toKeys(refs, nameOf);
  for (let emptyAnswers = 0; Object.keys(left).length > 0; ) {
    const answer = await client.send(new BatchGetItemCommand({ RequestItems: left }));
    const before = found.size;
    for (const [name, items] of Object.entries(answer.Responses ?? {})) {
      for (const item of items) found.set(identity(name, item['pk']?.S, item['sk']?.S), item);
    }
    left = answer.UnprocessedKeys ?? {};
    emptyAnswers = found.size > before ? 0 : emptyAnswers + 1;
    if (emptyAnswers > MAX_EMPTY_ANSWERS) throw new Fault('THROTTLED', `BatchGetItem ${Object.keys(left)}`);
    if (Object.keys(left).length > 0) await wait(FIRST_WAIT_MS * 2 ** emptyAnswers * Math.random());
  }
  return refs.map(({ table, pk, sk }) => {
    const item = found.get(identity(nameOf(table), pk, sk));
    return item && fromAttributes(item);
  });
}

/** Each key once: DynamoDB refuses to be asked twice. */
function toKeys(refs: readonly Ref[], nameOf: NameOf): Keys {
  const once = new Map(refs.map((ref) => [identity(nameOf(ref.table), ref.pk, ref.sk), ref]));
  const tables = Map.groupBy(once.values(), ({ table }) => nameOf(table));
  const entries = [...tables].map(([name, wanted]) => [
    name,
    { Keys: wanted.map(({ pk, sk }) => toAttributes({ pk, sk })), ConsistentRead: true },
  ]);
  return Object.fromEntries(entries);
}

function identity(tableName: string, pk: string | undefined, sk: string | undefined): string {
  return JSON.stringify([tableName, pk, sk]);
}

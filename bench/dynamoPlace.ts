/** A local DynamoDB with a table of marks, and what is asked of it counted. */
import { setTimeout as wait } from 'node:timers/promises';
import type { ConsumedCapacity, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamoClient } from '../lib/store/dynamoClient.ts';
import { dynamoStore } from '../lib/store/dynamodb.ts';
import { createDynamoTable } from '../lib/store/dynamoTables.ts';
import { groupingStore } from '../lib/store/grouping.ts';
import type { Store } from '../lib/store/store.ts';
import { marks } from '../lib/tables/marks.ts';

export interface DynamoPlace {
  client: DynamoDBClient;
  /** The store as functions have it. */
  store: Store;
  tableName: string;
  counted: { trips: number; writeUnits: number; untold: number };
}

export interface Cost {
  ms: number;
  /** Processor time of this process. */
  cpuMs: number;
  trips: number;
  /** null where the store does not tell. */
  writeUnits: number | null;
}

const READS = ['BatchGetItemCommand', 'QueryCommand'];

/** `awayMs` is how long the way there and back takes. */
export async function openPlace(endpoint: string, awayMs: number): Promise<DynamoPlace> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = dynamoClient({ endpoint, region: 'eu-west-1', credentials });
  const tableName = `${marks.name}-${awayMs}`;
  await createDynamoTable(client, marks, tableName);
  const counted = { trips: 0, writeUnits: 0, untold: 0 };
  countIn(client, counted, awayMs);
  const store = groupingStore(dynamoStore({ client, tables: [marks], tableName: () => tableName }));
  return { client, store, tableName, counted };
}

export async function measured(work: () => Promise<void>, { counted }: DynamoPlace): Promise<Cost> {
  Object.assign(counted, { trips: 0, writeUnits: 0, untold: 0 });
  const cpu = process.cpuUsage();
  const startedMs = performance.now();
  await work();
  const ms = performance.now() - startedMs;
  const { user, system } = process.cpuUsage(cpu);
  const { trips, writeUnits, untold } = counted;
  return { ms, cpuMs: (user + system) / 1_000, trips, writeUnits: untold > 0 ? null : writeUnits };
}

/** Each attempt of the client is a trip; a write says what it consumed, if it is asked. */
function countIn(client: DynamoDBClient, counted: DynamoPlace['counted'], awayMs: number): void {
  const asking = { step: 'initialize', name: 'askCapacity' } as const;
  client.middlewareStack.add((next, { commandName }) => {
    const isRead = READS.includes(String(commandName));
    return async (args) => {
      const input = isRead ? args.input : { ...args.input, ReturnConsumedCapacity: 'TOTAL' };
      const answer = await next({ ...args, input });
      if (isRead) return answer;
      const told = (answer.output as { ConsumedCapacity?: ConsumedCapacity | ConsumedCapacity[] }).ConsumedCapacity;
      if (told === undefined) counted.untold += 1;
      for (const { CapacityUnits = 0 } of [told ?? []].flat()) counted.writeUnits += CapacityUnits;
      return answer;
    };
  }, asking);
  const sending = { step: 'deserialize', name: 'countTrips' } as const;
  client.middlewareStack.add(
    (next) => async (args) => {
      counted.trips += 1;
      if (awayMs > 0) await wait(awayMs);
      return await next(args);
    },
    sending,
  );
}

/** Measures claiming and completing the records of a batch on a local DynamoDB, beside one conditional write for each. */

import { PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import pLimit from 'p-limit';
import { machineClock } from '../lib/clock/clock.ts';
import { claim } from '../lib/deliveries/claiming.ts';
import { complete, startSending } from '../lib/deliveries/claims.ts';
import { markRef } from '../lib/tables/marks.ts';
import { startDynamoLocal, startDynoxide } from '../test/real/dynamodb.ts';
import type { Benchmark } from './benchmark.ts';
import { type Cost, type DynamoPlace, measured, openPlace } from './dynamoPlace.ts';

const RECORDS = 1_000;
const ROUNDS = 3;
/** The number of the client's connections. */
const SIDE_BY_SIDE = 50;
const SEND_LIMIT_MS = 10_000;

/** On AWS the store is some milliseconds away; here it is next door, so the way there and back is waited for. */
const stores = [
  { name: 'dynoxide', start: startDynoxide, awayMs: 0 },
  { name: 'dynoxide', start: startDynoxide, awayMs: 4 },
  { name: 'DynamoDB Local', start: startDynamoLocal, awayMs: 0 },
];

/** Claims and completes records of these keys. */
type Way = (keys: readonly string[], place: DynamoPlace) => Promise<void>;

const ways = {
  'one write each, one after another': (keys, place) => oneWriteEach(keys, place, 1),
  'one write each, side by side': (keys, place) => oneWriteEach(keys, place, SIDE_BY_SIDE),
  'engine: claim, complete': (keys, place) => throughEngine(keys, place, false),
  'engine: claim, note of sending, complete': (keys, place) => throughEngine(keys, place, true),
} satisfies Record<string, Way>;

/**
 * Every way does all it does in the same run, on the same tables; of each the median of its rounds. `timesOneAfterAnother`
 * and `timesSideBySide` are records a second as a multiple of that peer's; `tripsPerPeersTrip` is a share of its trips.
 */
export const claims: Benchmark = async () => {
  const rows = [];
  for (const { name, start, awayMs } of stores) {
    const part = await start().catch((error: unknown) => console.warn(`no ${name}: ${error}`));
    if (!part) continue;
    const place = await openPlace(part.address, awayMs);
    try {
      rows.push(...(await compare({ store: name, awayMs }, place)));
    } finally {
      await place.store.close();
      await part.stop();
    }
  }
  return rows;
};

async function compare(where: { store: string; awayMs: number }, place: DynamoPlace) {
  const costs = new Map<string, Cost[]>(Object.keys(ways).map((way) => [way, []]));
  // The first round warms up what is measured then.
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [way, run] of Object.entries<Way>(ways)) {
      const keys = Array.from({ length: RECORDS }, (_, n) => `${way} ${round} ${n}`);
      const cost = await measured(() => run(keys, place), place);
      if (round > 0) costs.get(way)?.push(cost);
    }
  }
  const medians = new Map([...costs].map(([way, all]) => [way, medianOf(all)]));
  const of = (way: keyof typeof ways) => medians.get(way)?.ms ?? Number.NaN;
  const trips = medians.get('one write each, side by side')?.trips ?? Number.NaN;
  return [...medians].map(([way, cost]) => ({
    ...where,
    way,
    recordsPerSecond: Math.round((RECORDS / cost.ms) * 1_000),
    roundTrips: cost.trips,
    writeUnitsPerRecord: cost.writeUnits === null ? 'not told' : cost.writeUnits / RECORDS,
    ownCpuMicrosecondsPerRecord: Math.round((cost.cpuMs / RECORDS) * 1_000),
    timesOneAfterAnother: rounded(of('one write each, one after another') / cost.ms),
    timesSideBySide: rounded(of('one write each, side by side') / cost.ms),
    tripsPerPeersTrip: rounded(cost.trips / trips),
  }));
}

/** Claims like deliveries: all records of a batch at the same time, each a step after the other. */
async function throughEngine(keys: readonly string[], { store }: DynamoPlace, isNoted: boolean): Promise<void> {
  const settle = async (key: string) => {
    const base = { eventId: key, expiresAt: Math.ceil(machineClock() / 1000) + 86_400 };
    const wanted = {
      ref: markRef('bench', key),
      owner: `bench ${key}`,
      base,
      failure: markRef('bench', `${key} failed`),
    };
    const claiming = await claim(wanted, store, machineClock());
    if (claiming.kind !== 'claimed') throw new Error(`${key} is ${claiming.kind}`);
    if (isNoted) await startSending(claiming.claim, SEND_LIMIT_MS, store, machineClock());
    await complete(claiming.claim, store, machineClock());
  };
  await Promise.all(keys.map(settle));
}

/** Claims like libraries for idempotency: a put if absent, then an update by the one who put. */
async function oneWriteEach(keys: readonly string[], place: DynamoPlace, sideBySide: number): Promise<void> {
  const { client, tableName: TableName } = place;
  const settle = async (key: string) => {
    const { pk, sk } = markRef('bench', key);
    const Key = { pk: { S: pk }, sk: { S: sk } };
    const [owner, at, lease] = [
      { S: `bench ${key}` },
      { S: new Date(machineClock()).toISOString() },
      { N: String(machineClock() + 5_000) },
    ];
    const expiresAt = { N: String(Math.ceil(machineClock() / 1000) + 86_400) };
    const Item = { ...Key, owner, at, expiresAt, eventId: { S: key }, state: { S: 'claimed' }, leaseUntilMs: lease };
    await client.send(new PutItemCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' }));
    const names = { '#state': 'state', '#at': 'at', '#owner': 'owner' };
    await client.send(
      new UpdateItemCommand({
        TableName,
        Key,
        UpdateExpression: 'SET #state = :done, #at = :at REMOVE leaseUntilMs',
        ConditionExpression: '#owner = :owner',
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: { ':done': { S: 'completed' }, ':at': at, ':owner': owner },
      }),
    );
  };
  const limit = pLimit(sideBySide);
  await Promise.all(keys.map((key) => limit(() => settle(key))));
}

function medianOf(costs: readonly Cost[]): Cost {
  const inOrder = costs.toSorted((one, other) => one.ms - other.ms);
  const middle = inOrder[Math.floor(inOrder.length / 2)];
  if (!middle) throw new Error('nothing was measured');
  return middle;
}

function rounded(ratio: number): number {
  return Math.round(ratio * 1_000) / 1_000;
}

/** How fast the relay drains a backlog onto a real Kafka, and that the order holds. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { machineClock } from '../lib/clock/clock.ts';
import { createLog } from '../lib/observability/log.ts';
import { outbox, outboxRow } from '../lib/outbox/outbox.ts';
import { relay as relayAll } from '../lib/outbox/relay.ts';
import { kafkaProducer } from '../lib/producer/kafka.ts';
import { dynamoStore } from '../lib/store/dynamodb.ts';
import { createDynamoTable } from '../lib/store/dynamoTables.ts';
import { groupingStore } from '../lib/store/grouping.ts';
import { sqliteStore } from '../lib/store/sqlite.ts';
import type { Store } from '../lib/store/store.ts';
import type { Benchmark } from './benchmark.ts';
import { kafkaAt, startDynamo, startKafka } from './realParts.ts';

const STREAMS = 1_000;
const VERSIONS = 10;
const ROWS = STREAMS * VERSIONS;
const VALUE_BYTES = 600;
const targets = { sqlite: 3_000, dynoxide: 1_500 };

/**
 * 10,000 rows of 1,000 streams, one record of 600 bytes each; `outOfOrder` counts first occurrences that are. Processor time is that of
 * this process, and tells more on a machine that others use, too.
 */
export const relay: Benchmark = async () => {
  await using parts = new AsyncDisposableStack();
  const topics = { sqlite: 'from-sqlite', dynoxide: 'from-dynoxide' } as const;
  const address = await startKafka(parts, Object.values(topics));
  const stores = { sqlite: await openSqlite(parts), dynoxide: await openDynamo(parts) };
  const rows = [];
  for (const name of ['sqlite', 'dynoxide'] as const) {
    await fill(stores[name], topics[name]);
    const { sent, seconds, cpuSeconds } = await drained(stores[name], address);
    const { records, outOfOrder } = await readOrder(address, topics[name]);
    const perSecond = Math.round(sent / seconds);
    const perCpuSecond = Math.round(sent / cpuSeconds);
    const speed = { rowsPerSecond: perSecond, target: targets[name], rowsPerCpuSecond: perCpuSecond };
    rows.push({ store: name, rows: sent, records, outOfOrder, ...speed });
  }
  return rows;
};

async function openSqlite(parts: AsyncDisposableStack): Promise<Store> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-relay-'));
  parts.defer(() => rm(folder, { recursive: true, force: true }));
  return parts.adopt(sqliteStore({ file: join(folder, 'store.db'), tables: [outbox], now: machineClock }), (store) =>
    store.close(),
  );
}

async function openDynamo(parts: AsyncDisposableStack): Promise<Store> {
  const client = await startDynamo(parts);
  await createDynamoTable(client, outbox, outbox.name);
  const store = dynamoStore({ client, tables: [outbox], tableName: ({ name }) => name });
  return parts.adopt(store, (opened) => opened.close());
}

async function fill(store: Store, topic: string): Promise<void> {
  for (let version = 1; version <= VERSIONS; version += 1) {
    for (let first = 0; first < STREAMS; first += 100) {
      const writes = Array.from({ length: 100 }, (_, at) => rowOf(first + at, version, topic));
      await store.transact(writes, `${version} ${first}`);
    }
  }
}

function rowOf(user: number, version: number, topic: string) {
  const key = Buffer.from(`user-${user}`);
  const headers = [['version', Buffer.from(String(version))]] as const;
  const value = Buffer.from(JSON.stringify({ user, version, text: 'x'.repeat(VALUE_BYTES) }));
  const shipment = { stream: `user#${user}`, version, records: [{ topic, key, value, headers }] };
  return outboxRow(shipment, new Date(1_790_000_000_000 + user).toISOString()).write;
}

/** From the first look into the index to the last row that is gone, the client's first connection included. */
async function drained(store: Store, address: string) {
  const producer = kafkaProducer({ brokers: [address], clientId: 'relay', compressionOf: () => 'none' }, machineClock);
  const log = createLog({ level: 'silent', format: 'json', now: machineClock });
  const none = () => Promise.reject(new Error('nothing here is large'));
  const objects = { put: none, get: none, remove: none };
  const startedMs = performance.now();
  const usage = process.cpuUsage();
  const { rows } = await relayAll({
    function: 'relay',
    store: groupingStore(store),
    objects,
    producer,
    log,
    now: machineClock,
  });
  const seconds = (performance.now() - startedMs) / 1_000;
  const { user, system } = process.cpuUsage(usage);
  await producer.close();
  return { sent: rows, seconds, cpuSeconds: (user + system) / 1e6 };
}

async function readOrder(address: string, topic: string): Promise<{ records: number; outOfOrder: number }> {
  const consumer = kafkaAt(address).consumer({ groupId: `bench.${topic}` });
  const seen = new Map<string, number>();
  let [records, outOfOrder] = [0, 0];
  const { promise: all, resolve } = Promise.withResolvers<void>();
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ message: { key, headers = {} } }) => {
      const version = Number(String(headers['version']));
      const before = seen.get(String(key)) ?? 0;
      if (version > before + 1) outOfOrder += 1;
      seen.set(String(key), Math.max(before, version));
      records += 1;
      if (records >= ROWS) resolve();
    },
  });
  await all;
  await consumer.disconnect();
  return { records, outOfOrder };
}

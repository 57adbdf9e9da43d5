/** How many records a second the trigger takes from the embedded broker through a function that does nothing. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { machineClock } from '../lib/clock/clock.ts';
import type { PlacedRecord } from '../lib/producer/embeddedLog.ts';
import type { Broker } from '../local/broker/broker.ts';
import { openEmbeddedBroker } from '../local/broker/embedded.ts';
import { mappingSettings } from '../local/trigger/settings.ts';
import { startTrigger } from '../local/trigger/trigger.ts';
import type { Benchmark } from './benchmark.ts';

const RECORDS = 100_000;
const PARTITIONS = 6;
const VALUE_BYTES = 600;
const WANTED_PER_SECOND = 50_000;
const RUNS = 3;

const source = { arn: 'arn:aws:kafka:us-east-1:000000000000:cluster/bench/1', bootstrapServers: '127.0.0.1:9092' };
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined };

/**
 * Everything runs on the one thread of this process, so a second of processor time is a second of one core, also where
 * others use the machine. `overJson`: the event goes through JSON both ways, as on its way to a Lambda. `asObject`:
 * without that. `bare`: the same pages read and committed without any trigger.
 */
export const trigger: Benchmark = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-trigger-'));
  const broker = openEmbeddedBroker({ file: join(folder, 'broker.db'), now: machineClock });
  try {
    await append(broker);
    const rows = [];
    for (const batchSize of [100, 1_000, 10_000]) {
      const overJson = await best(() => consume(broker, batchSize, (event) => JSON.parse(JSON.stringify(event))));
      const asObject = await best(() => consume(broker, batchSize, () => null));
      const bare = await best(() => readBare(broker, batchSize));
      rows.push({
        batchSize,
        overJsonPerCpuSecond: overJson.perCpuSecond,
        overJsonPerSecond: overJson.perSecond,
        asObjectPerCpuSecond: asObject.perCpuSecond,
        barePerCpuSecond: bare.perCpuSecond,
        wantedPerSecond: WANTED_PER_SECOND,
      });
    }
    return rows;
  } finally {
    await broker.close();
    rmSync(folder, { recursive: true });
  }
};

async function append(broker: Broker): Promise<void> {
  const [hour, mebibyte] = [3_600_000, 1_048_576];
  await broker.createTopics([{ name: 'bench', partitions: PARTITIONS, retentionMs: hour, maxMessageBytes: mebibyte }]);
  const value = Buffer.from(JSON.stringify({ text: 'x'.repeat(VALUE_BYTES - '{"text":""}'.length) }));
  const headers = [['traceparent', Buffer.from('00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01')]] as const;
  for (let at = 0; at < RECORDS; at += 1_000) {
    const page = Array.from({ length: 1_000 }, (_, index): PlacedRecord => {
      const number = at + index;
      return {
        topic: 'bench',
        partition: number % PARTITIONS,
        key: Buffer.from(`key-${number % 977}`),
        value,
        headers,
      };
    });
    await broker.publish(page);
  }
}

let groups = 0;

/** Resolves when each record was handed over once. */
async function consume(broker: Broker, batchSize: number, handler: (event: unknown) => unknown): Promise<void> {
  groups += 1;
  const { promise: done, resolve } = Promise.withResolvers<void>();
  let seen = 0;
  const settings = mappingSettings({
    FunctionName: 'bench',
    Topics: ['bench'],
    AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: `bench-${groups}` },
    StartingPosition: 'TRIM_HORIZON',
    BatchSize: batchSize,
    MaximumBatchingWindowInSeconds: 0,
  });
  const running = startTrigger([settings], {
    broker,
    source,
    log: silent,
    now: machineClock,
    async invoke(_, event) {
      handler(event);
      for (const records of Object.values(event.records)) seen += records.length;
      if (seen >= RECORDS) resolve();
      return null;
    },
  });
  await done;
  await running.stop();
  if (seen !== RECORDS) throw new Error(`${RECORDS} records were appended, and ${seen} handed over`);
}

async function readBare(broker: Broker, batchSize: number): Promise<void> {
  groups += 1;
  for (const { partition, end } of await broker.offsets('bench')) {
    let offset = 0;
    while (offset < end) {
      const page = await broker.fetch('bench', partition, offset, { records: batchSize, bytes: 6_000_000 });
      offset += page.length;
      await broker.commit(`bench-${groups}`, 'bench', [{ partition, offset }]);
    }
  }
}

interface Rates {
  perSecond: number;
  perCpuSecond: number;
}

/** Picks the run that took the least processor time. */
async function best(run: () => Promise<void>): Promise<Rates> {
  const rates: Rates[] = [];
  for (let at = 0; at < RUNS; at += 1) rates.push(await rate(run));
  return rates.reduce((one, other) => (other.perCpuSecond > one.perCpuSecond ? other : one));
}

async function rate(run: () => Promise<void>): Promise<Rates> {
  const [cpu, startedAt] = [process.cpuUsage(), performance.now()];
  await run();
  const { user, system } = process.cpuUsage(cpu);
  const perSecond = Math.round(RECORDS / ((performance.now() - startedAt) / 1_000));
  return { perSecond, perCpuSecond: Math.round(RECORDS / ((user + system) / 1_000_000)) };
}

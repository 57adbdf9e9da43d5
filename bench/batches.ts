/** Measures the cost of a record in batches of any size, and the memory that the largest event takes. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { commit } from '../lib/commit/commit.ts';
import { consumer } from '../lib/consumer/constructors.ts';
import type { MskEvent } from '../lib/msk/mskEvent.ts';
import type { Benchmark } from './benchmark.ts';
import { mapStore } from './mapStore.ts';
import { contextFor, openOver, paymentBatch, readPayments } from './payments.ts';

const SIZES = [10, 100, 1_000, 10_000];
/** The number of records of each size, in all. */
const RECORDS = 100_000;
/** An invocation's payload ends here (AWS Lambda guide, "Lambda quotas"). */
const PAYLOAD_BYTES = 6 * 1024 * 1024;

/** `cpuMicroseconds` a record, of all threads; flat is what hardly differs from row to row. */
export const batches: Benchmark = async () => {
  const rows = [];
  for (const size of SIZES) rows.push({ records: size, ...(await costOf(size)) });
  rows.push(await memoryOf(largestBatch()));
  return rows;
};

async function costOf(size: number) {
  const { run, forget } = contender();
  const event = paymentBatch(size);
  for (let warm = 0; warm < 20_000; warm += size) await handle(event, run, forget);
  const startedAt = process.cpuUsage();
  for (let done = 0; done < RECORDS; done += size) await handle(event, run, forget);
  const { user, system } = process.cpuUsage(startedAt);
  return { cpuMicroseconds: Math.round(((user + system) / RECORDS) * 10) / 10 };
}

type Run = (event: MskEvent) => Promise<unknown>;

async function handle(event: MskEvent, run: Run, forget: () => void): Promise<void> {
  forget();
  await run(event);
}

function contender() {
  const store = mapStore();
  const handler = consumer(
    readPayments,
    { 'payment.success': { decide: () => commit({}) } },
    { open: openOver(store) },
  );
  return { run: (event: MskEvent) => handler(event, contextFor()), forget: store.clear };
}

/** A batch of as many records as Lambda sends at once. */
function largestBatch(): string {
  const perRecord = JSON.stringify(paymentBatch(100)).length / 100;
  return JSON.stringify(paymentBatch(Math.floor(PAYLOAD_BYTES / perRecord)));
}

/** How far the heap and buffers rise above what is there when idle, as a multiple of the event's text. */
async function memoryOf(text: string) {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const { run, forget } = contender();
  await handle(JSON.parse(text), run, forget);
  collect();
  const idle = inUse();
  let peak = 0;
  const look = setInterval(() => {
    peak = Math.max(peak, inUse());
  }, 1);
  await handle(JSON.parse(text), run, forget);
  peak = Math.max(peak, inUse());
  clearInterval(look);
  return {
    eventMegabytes: Math.round(text.length / 1e5) / 10,
    peakTimesEvent: Math.round(((peak - idle) / text.length) * 10) / 10,
  };
}

function inUse(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

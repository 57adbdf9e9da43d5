/** Decode, recognise, validate, claim and complete in a Map, for a handler that does nothing; and what others take for it. */

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Context } from 'aws-lambda';
import { machineClock } from '../lib/clock/clock.ts';
import { commit } from '../lib/commit/commit.ts';
import { consumer } from '../lib/consumer/constructors.ts';
import type { MskEvent } from '../lib/msk/mskEvent.ts';
import type { Level } from '../lib/observability/textLine.ts';
import type { Benchmark } from './benchmark.ts';
import { mapStore } from './mapStore.ts';
import { contextFor, openOver, paymentBatch, paymentValue, readPayments } from './payments.ts';
import { powertoolsConsumer } from './powertools.ts';

const RECORDS = 1_000;
const WARM_UP = 60;
const ROUNDS = 100;
const TURNS = 3;

interface Contender {
  run(event: MskEvent, context: Context): Promise<unknown>;
  /** Forgets what it has seen. */
  forget(): void;
}

const contenders: Record<string, () => Contender | Promise<Contender>> = {
  'bare loop': () => ({ run: bareLoop, forget: () => undefined }),
  engine: () => engine(),
  'engine, logging each record': () => engine('info'),
  'Powertools, no idempotency': () => powertoolsConsumer(paymentValue, false),
  Powertools: () => powertoolsConsumer(paymentValue, true),
};

/**
 * Each in processes of its own, turn by turn, so that nobody pays for another's garbage. Rates are medians, by the time
 * of processors and not of the clock: a pause for somebody else's work is nobody's cost.
 */
export const pipeline: Benchmark = async () => {
  const names = Object.keys(contenders);
  const rates = new Map(names.map((name) => [name, [] as number[]]));
  for (let turn = 0; turn < TURNS; turn += 1) {
    for (const name of names) rates.get(name)?.push(await inProcess(name));
  }
  const medianOf = (name: string) => median(rates.get(name) ?? []);
  const times = (name: string, other: string) => Math.round((medianOf(name) / medianOf(other)) * 100) / 100;
  return names.map((name) => ({
    name,
    recordsPerCpuSecond: Math.round(medianOf(name)),
    timesBareLoop: times(name, 'bare loop'),
    timesPowertools: times(name, 'Powertools'),
  }));
};

/** Records a second of processor time. */
async function inProcess(name: string): Promise<number> {
  const program = join(import.meta.dirname, 'pipelineTurn/main.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [program, name]);
  return Number(stdout);
}

export async function rateOf(name: string): Promise<number> {
  const opened = await contenders[name]?.();
  if (!opened) throw new Error(`there is no contender ${name}`);
  const event = paymentBatch(RECORDS);
  const rates: number[] = [];
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    opened.forget();
    const startedAt = process.cpuUsage();
    await opened.run(event, contextFor());
    const { user, system } = process.cpuUsage(startedAt);
    if (round >= 0) rates.push(RECORDS / ((user + system) / 1e6));
  }
  return median(rates);
}

function engine(level: Level = 'warn'): Contender {
  const store = mapStore();
  const open = openOver(store, { level, format: 'json', now: machineClock });
  const run = consumer(readPayments, { 'payment.success': { decide: () => commit({}) } }, { open });
  return { run: run as Contender['run'], forget: store.clear };
}

/** The least that a hand-written consumer does: no repeat recognised, no order, no failure survived. */
async function bareLoop({ records }: MskEvent): Promise<void> {
  const handle = async (_payment: unknown) => undefined;
  for (const partition of Object.values(records)) {
    for (const { value } of partition) {
      await handle(paymentValue.parse(JSON.parse(Buffer.from(value ?? '', 'base64').toString())));
    }
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** The seeds of the simulation, spread over several files of tests, so that they run side by side. */
import { expect } from 'vitest';
import { simulationSeed, simulationSeeds } from '../environment.ts';
import { checkCollected } from './checkCollected.ts';
import { checkDue } from './checkDue.ts';
import { checkFollowed } from './checkFollowed.ts';
import { checkLetters } from './checkLetters.ts';
import { checkEffects, checkOrder, checkRepeats } from './checkOrder.ts';
import { checkState } from './checkState.ts';
import { type Ran, run } from './run.ts';

const FIRST_SEED = 1;
const SEEDS_A_TEST = 250;
const QUARTERS = 4;
/** The lines shown of a trace: its end, where the fault has mostly just happened. */
const TRACE_LINES = 60;

function violations(ran: Ran): string[] {
  return [
    checkState,
    checkLetters,
    checkEffects,
    checkOrder,
    checkRepeats,
    checkCollected,
    checkFollowed,
    checkDue,
  ].flatMap((check) => check(ran));
}

/** The same run again, with a trace of what it did. */
async function story(seed: number): Promise<string> {
  const ran = await run(seed, true);
  // A relay looks into every shard, mostly for nothing.
  const trace = ran.trace.filter((line) => !line.includes('query outbox-'));
  const told = simulationSeed === undefined ? trace.slice(-TRACE_LINES) : trace;
  return [
    `SEED=${seed} (${ran.kind}${ran.isTold ? ', told' : ''}) broke its promises:`,
    ...violations(ran),
    '',
    ...told,
  ].join('\n');
}

const seeds =
  simulationSeed === undefined ? Array.from({ length: simulationSeeds }, (_, n) => FIRST_SEED + n) : [simulationSeed];
const parts = Array.from({ length: Math.ceil(seeds.length / SEEDS_A_TEST) }, (_, n) =>
  seeds.slice(n * SEEDS_A_TEST, (n + 1) * SEEDS_A_TEST),
);

/** One quarter's ranges of seeds, 1 to 4: the first and the last of each, and all of them. */
export function seedsOf(quarter: number): [number | undefined, number | undefined, number[]][] {
  return parts.filter((_, n) => n % QUARTERS === quarter - 1).map((part) => [part[0], part.at(-1), part]);
}

export async function expectPromisesKept(_first: unknown, _last: unknown, part: readonly number[]): Promise<void> {
  for (const seed of part) {
    const broken = violations(await run(seed));
    if (broken.length > 0) expect.fail(await story(seed));
  }
}

export async function expectSameRunAgain(seed: number): Promise<void> {
  const [one, other] = [await run(seed, true), await run(seed, true)];
  expect(one.trace.length).toBeGreaterThan(50);
  expect(withoutTimes(other)).toEqual(withoutTimes(one));
}

/** How long something really took, and ids that name nothing but a trace, differ. */
function withoutTimes({ trace }: Ran): string[] {
  return trace.map((line) => line.replace(/"durationMs":[\d.]+/, '').replace(/"traceId":"\w+"/, ''));
}

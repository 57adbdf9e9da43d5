import { expect, test } from 'vitest';
import { simulationSeed, simulationSeeds } from '../environment.ts';
import { checkCollected } from './checkCollected.ts';
import { checkLetters } from './checkLetters.ts';
import { checkEffects, checkOrder, checkRepeats } from './checkOrder.ts';
import { checkState } from './checkState.ts';
import { type Ran, run } from './run.ts';

const FIRST_SEED = 1;
const SEEDS_A_TEST = 250;
/** Of the end of a trace, where what went wrong has mostly just happened. */
const TRACE_LINES = 60;

function violations(ran: Ran): string[] {
  return [checkState, checkLetters, checkEffects, checkOrder, checkRepeats, checkCollected].flatMap((check) =>
    check(ran),
  );
}

/** The same run again, with a trace of what it did. */
async function story(seed: number): Promise<string> {
  const ran = await run(seed, true);
  // A relay looks into every shard, mostly for nothing.
  const trace = ran.trace.filter((line) => !line.includes('query outbox-'));
  const told = simulationSeed === undefined ? trace.slice(-TRACE_LINES) : trace;
  return [`SEED=${seed} (${ran.kind}) broke its promises:`, ...violations(ran), '', ...told].join('\n');
}

const seeds =
  simulationSeed === undefined ? Array.from({ length: simulationSeeds }, (_, n) => FIRST_SEED + n) : [simulationSeed];
const parts = Array.from({ length: Math.ceil(seeds.length / SEEDS_A_TEST) }, (_, n) =>
  seeds.slice(n * SEEDS_A_TEST, (n + 1) * SEEDS_A_TEST),
);

test.each(parts.map((part) => [part[0], part.at(-1), part] as const))(
  'whatever goes wrong, the promises hold: seeds %i to %i',
  { timeout: 300_000 },
  async (_first, _last, part) => {
    for (const seed of part) {
      const broken = violations(await run(seed));
      if (broken.length > 0) expect.fail(await story(seed));
    }
  },
);

test('a seed makes the same run again', async () => {
  const [one, other] = [await run(7, true), await run(7, true)];
  expect(one.trace.length).toBeGreaterThan(50);
  expect(withoutTimes(other)).toEqual(withoutTimes(one));
});

/** How long something really took, and ids that name nothing but a trace, differ. */
function withoutTimes({ trace }: Ran): string[] {
  return trace.map((line) => line.replace(/"durationMs":[\d.]+/, '').replace(/"traceId":"\w+"/, ''));
}

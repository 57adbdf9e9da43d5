/** The job that works off rows due, as its schedule starts it: each run in a process of its own, some beside another. */
import { fromClientContext } from '../../lib/due/dueCall.ts';
import { workOff } from '../../lib/due/workOff.ts';
import { toFault } from '../../lib/errors/fault.ts';
import type { InvokeFunction } from '../../lib/invoke/invoke.ts';
import { fromMskEvent, type MskEvent } from '../../lib/msk/mskEvent.ts';
import { startWorker, type World } from './worker.ts';

const EVERY_MS = 60_000;
const TIMEOUT_MS = 75_000;
/** By the last ones everything is long due, and nothing goes wrong any more. */
const RUNS = 6;

export function startDueJob(world: World): void {
  const { clock, random } = world;
  const firstMs = random.between(0, EVERY_MS);
  for (let count = 0; count < RUNS; count += 1) {
    const startMs = firstMs + count * EVERY_MS;
    clock.after(startMs, () => void runOnce(world));
    if (random.chance(0.3)) clock.after(startMs + random.between(0, EVERY_MS), () => void runOnce(world));
  }
}

async function runOnce(world: World): Promise<void> {
  const { clock, trace } = world;
  const { process, engine } = startWorker(world);
  const endMs = clock.now() + TIMEOUT_MS;
  const late = clock.after(TIMEOUT_MS, process.die);
  trace(() => `${process.name} works off what is due`);
  const job = { ...engine.connections, log: engine.log, now: engine.now, sleep: engine.sleep, invoke: giving(world) };
  const work = workOff(job, () => endMs - clock.now()).catch((error: unknown) =>
    trace(() => `${process.name}: the job failed: ${toFault(error).message}`),
  );
  await Promise.race([work, process.dead]);
  late.ring = null;
}

/** A function answers whoever waits, and is not stopped by the caller's end. */
function giving(world: World): InvokeFunction {
  return async ({ event, clientContext }) => {
    const custom = 'custom' in clientContext ? (clientContext.custom as object) : {};
    const worker = startWorker(world);
    const isDone = await worker.invoke(fromMskEvent(event as MskEvent), fromClientContext(custom));
    if (isDone) return { kind: 'answered' };
    const error = 'records of this batch go back to Lambda and come again';
    return worker.process.isAlive() ? { kind: 'handed-back', error } : { kind: 'ended', error: 'it died' };
  };
}

/** Single writes, some to a round trip: each for itself, at once, and with no token that would tell when one comes twice. */
import { Fault, toFault } from '../../lib/errors/fault.ts';
import { chunksOf } from '../../lib/store/chunks.ts';
import { holds } from '../../lib/store/conditions.ts';
import { checkEach } from '../../lib/store/limits.ts';
import { identityOf, refOf } from '../../lib/store/refs.ts';
import { refusal } from '../../lib/store/refusal.ts';
import type { Outcome, SingleWrite } from '../../lib/store/store.ts';
import { apply, type State } from './memoryTransaction.ts';
import type { Process } from './process.ts';
import { callFrom, type Network } from './remote.ts';

/** Fewer than DynamoDB takes, so that small batches make several round trips, of which one may fail. */
const MAX_WRITES = 3;

export interface Memory extends Network {
  state: State;
}

export async function writeEach(writes: readonly SingleWrite[], caller: Process, memory: Memory): Promise<Outcome[]> {
  checkEach(writes);
  const trips = chunksOf(writes, MAX_WRITES).map((chunk) => oneTrip(chunk, caller, memory));
  return (await Promise.all(trips)).flat();
}

async function oneTrip(writes: readonly SingleWrite[], caller: Process, memory: Memory): Promise<Outcome[]> {
  const { clock, faults, trace } = memory;
  const what = `writes each of ${writes.map(({ op, ...write }) => `${op} ${refOf({ op, ...write } as SingleWrite).pk}`).join(', ')}`;
  const effect = async (isAnswered: boolean) => {
    // An earlier try, which the client gave up waiting for, comes to the store only now.
    const lateMs = faults.lateMs();
    if (lateMs !== null) {
      clock.after(lateMs, () => {
        trace(() => `late from ${caller.name}: ${what}`);
        for (const write of writes) void writeAlone(write, memory);
      });
    }
    // The client asks again by itself when an answer stays out; the second answer counts.
    if (faults.isSentAgain()) await Promise.all(writes.map((write) => writeAlone(write, memory)));
    // Some writes of a trip that fails may be done.
    const arriving = writes.map((write) => (isAnswered || faults.isLostOnTheWay() ? write : null));
    const outcomes = arriving.map(async (write) => write && (await writeAlone(write, memory)));
    return (await Promise.all(outcomes)).flatMap((outcome) => outcome ?? []);
  };
  try {
    return await callFrom(caller, { service: 'store', what, effect }, memory);
  } catch (error) {
    return writes.map(() => ({ kind: 'fault', fault: toFault(error) }));
  }
}

/** A write that can't be stored harms no other. */
function applied(write: SingleWrite, { state, clock }: Memory): Outcome {
  try {
    apply(write, state, clock.now());
    return { kind: 'done' };
  } catch (error) {
    return { kind: 'fault', fault: toFault(error) };
  }
}

async function writeAlone(write: SingleWrite, memory: Memory): Promise<Outcome> {
  const { state, faults, clock } = memory;
  const key = identityOf(refOf(write));
  if (faults.isThrottled()) return { kind: 'fault', fault: new Fault('THROTTLED', `${key} in the simulation`) };
  if (state.inFlight.has(key) || faults.contendedAt(1) !== null) return { kind: 'conflict' };
  const found = state.items.get(key)?.item;
  if (holds(write.when, found)) return applied(write, memory);
  if (write.op !== 'put') return refusal(write, found);
  // A duplicate is told without its item, which is looked up afterwards.
  await clock.sleep(1);
  const later = state.items.get(key)?.item;
  return holds(write.when, later) ? { kind: 'conflict' } : refusal(write, later);
}

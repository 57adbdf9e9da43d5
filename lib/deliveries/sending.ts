/** The notes around a send: nothing is sent that is not noted first, and nothing is sent again for want of a note. */
import type { Work } from '../batch/work.ts';
import type { Engine } from '../connect/engine.ts';
import { type ErrorClass, Fault, toFault } from '../errors/fault.ts';
import type { Invocation } from '../lambda/lambda.ts';
import { type Remove, remove } from '../store/store.ts';
import { type Claim, complete, giveBack, SENDING_GRACE_MS, startSending } from './claims.ts';

/** Short, for there may be little time left. */
const GIVE_UP_PAUSES_MS = [100, 200, 400];

/** Once it is noted, it may be sent. Faults CLAIM_LOST, TOO_LATE, and the store's: then nothing may be sent. */
export async function noteSending(held: Claim, limitMs: number, engine: Engine): Promise<void> {
  const startedMs = engine.now();
  try {
    await startSending(held, limitMs, engine.connections.store, startedMs);
    // The rest of the lease no longer covers the call, so another worker could send as well.
    if (engine.now() - startedMs > SENDING_GRACE_MS) throw new Fault('TOO_LATE', held.ref.pk);
  } catch (error) {
    await giveUp(held, engine);
    throw error;
  }
}

/**
 * For what was certainly not sent. If that can't be written, the claim is free when its lease runs out, and where nothing
 * may be sent twice it then looks as if it had been sent: reason enough to try again what only came too fast.
 */
export async function giveUp(held: Claim, engine: Engine): Promise<void> {
  for (const pauseMs of [...GIVE_UP_PAUSES_MS, null]) {
    try {
      return await giveBack(held, engine.connections.store);
    } catch (error) {
      const fault = toFault(error);
      if (fault.class !== 'throttled' || pauseMs === null) {
        return engine.log.warn('claim.kept', { claim: held.ref.pk, error: fault.message });
      }
      await engine.sleep(pauseMs);
    }
  }
}

/** It is sent, so only the note is tried again. Faults CLAIM_LOST, STORE_UNAVAILABLE: for others its outcome is unknown. */
export async function noteSent(held: Claim, { engine, invocation, also }: Work): Promise<void> {
  const done = removals(also);
  await untilAnswered(() => complete(held, engine.connections.store, engine.now(), done), held, { engine, invocation });
}

/** It is sent: that somebody took the row due away meanwhile stands in the way of no note. */
export function removals(also: Work['also']): Remove[] {
  return also.map(({ ref }) => remove(ref));
}

/**
 * Tries again what the store did not answer, as long as there is time. Other faults are thrown at once: no pause mends
 * them. Fault STORE_UNAVAILABLE.
 */
export async function untilAnswered<T>(
  what: () => Promise<T>,
  held: Claim,
  { engine, invocation }: { engine: Engine; invocation: Invocation },
): Promise<T> {
  for (const pauseMs of [...engine.settings.RETRY_PAUSES_MS, Number.POSITIVE_INFINITY]) {
    try {
      return await what();
    } catch (error) {
      const fault = toFault(error);
      if (fault.code === 'CLAIM_LOST' || !mayPass.has(fault.class)) throw fault;
      // The try itself may take as long again.
      if (invocation.remainingMs() < 2 * pauseMs) {
        throw new Fault('STORE_UNAVAILABLE', `${held.ref.pk} is sent, but not noted`, { cause: fault });
      }
      await engine.sleep(pauseMs);
    }
  }
  throw new Fault('STORE_UNAVAILABLE', `${held.ref.pk} is sent, but not noted`);
}

const mayPass: ReadonlySet<ErrorClass> = new Set(['unavailable', 'throttled', 'transient']);

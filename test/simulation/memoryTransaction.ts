/** A transaction in two phases: look and lock, then write. Who meets a lock is told so, and waits for nothing. */
import { Fault } from '../../lib/errors/fault.ts';
import { added, allows, changed } from '../../lib/store/conditions.ts';
import { checkWrites } from '../../lib/store/limits.ts';
import { identityOf, refOf } from '../../lib/store/refs.ts';
import { encode, fingerprintOf } from '../../lib/store/sqliteTransaction.ts';
import type { Item, Write, WriteFailure } from '../../lib/store/store.ts';
import { copied } from './copied.ts';
import type { Network } from './remote.ts';

/** A write that was done, what it found and what it left. */
export interface Applied {
  ms: number;
  write: Write;
  before: Item | undefined;
  after: Item | undefined;
}

export interface State {
  items: Map<string, { table: string; item: Item }>;
  /** Keys that a transaction holds. */
  inFlight: Set<string>;
  /** Client token → its writes, and the answer that they get, or got. */
  done: Map<string, { writes: readonly Write[]; answer: Promise<WriteFailure[]> }>;
  applied: Applied[];
}

const COMMIT_MS = 3;

export async function transact(
  writes: readonly Write[],
  token: string,
  state: State,
  network: Network,
): Promise<WriteFailure[]> {
  checkWrites(writes, token);
  const known = state.done.get(token);
  if (known && fingerprintOf(encode(known.writes)) !== fingerprintOf(encode(writes)))
    throw new Fault('STORE_LIMIT', `token ${token} was used for other writes`);
  if (known) return await known.answer;
  const answer = writeOnce(writes, state, network);
  state.done.set(token, { writes, answer });
  // Only a success is remembered.
  const forget = () => state.done.delete(token);
  answer.then((failures) => failures.length > 0 && forget(), forget);
  return await answer;
}

async function writeOnce(writes: readonly Write[], state: State, { clock, faults }: Network): Promise<WriteFailure[]> {
  const keys = writes.map((write) => identityOf(refOf(write)));
  const failures = writes.flatMap((write, index) => failureOf(write, index, state));
  if (failures.length > 0) return failures;
  // Throws for what can't be stored before anything is.
  for (const write of writes) outcome(write, state.items.get(identityOf(refOf(write)))?.item);
  const contended = faults.contendedAt(writes.length);
  if (contended !== null) return [{ index: contended, reason: 'conflict' }];
  for (const key of keys) state.inFlight.add(key);
  await clock.sleep(COMMIT_MS);
  for (const key of keys) state.inFlight.delete(key);
  for (const write of writes) apply(write, state, clock.now());
  return [];
}

function failureOf(write: Write, index: number, { items, inFlight }: State): WriteFailure[] {
  const key = identityOf(refOf(write));
  if (inFlight.has(key)) return [{ index, reason: 'conflict' }];
  const item = items.get(key)?.item;
  if (allows(write, item)) return [];
  return [{ index, reason: 'condition', ...(item && { found: copied(item) }) }];
}

export function apply(write: Write, { items, applied }: State, ms: number): Item | undefined {
  const key = identityOf(refOf(write));
  const before = items.get(key)?.item;
  const after = outcome(write, before);
  applied.push({ ms, write, before, after });
  if (after) items.set(key, { table: refOf(write).table.name, item: after });
  else items.delete(key);
  return after;
}

function outcome(write: Write, before: Item | undefined): Item | undefined {
  switch (write.op) {
    case 'put':
      return copied(write.item);
    case 'add':
      return added(write, before);
    case 'change':
      return changed(write, before);
    case 'remove':
      return undefined;
    case 'check':
      return before;
    default:
      return write satisfies never;
  }
}

/** A transaction in two phases: look and lock, then write. Who meets a lock is told so, and waits for nothing. */
import { added, allows, changed } from '../../lib/store/conditions.ts';
import { checkWrites } from '../../lib/store/limits.ts';
import { identityOf, refOf } from '../../lib/store/refs.ts';
import type { Item, Write, WriteFailure } from '../../lib/store/store.ts';
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
  /** Client tokens. */
  done: Set<string>;
  applied: Applied[];
}

const COMMIT_MS = 3;

export async function transact(
  writes: readonly Write[],
  token: string,
  state: State,
  { clock, faults }: Network,
): Promise<WriteFailure[]> {
  checkWrites(writes, token);
  if (state.done.has(token)) return [];
  const keys = writes.map((write) => identityOf(refOf(write)));
  const failures = writes.flatMap((write, index) => failureOf(write, index, state));
  if (failures.length > 0) return failures;
  const contended = faults.contendedAt(writes.length);
  if (contended !== null) return [{ index: contended, reason: 'conflict' }];
  for (const key of keys) state.inFlight.add(key);
  await clock.sleep(COMMIT_MS);
  for (const key of keys) state.inFlight.delete(key);
  for (const write of writes) apply(write, state, clock.now());
  state.done.add(token);
  return [];
}

function failureOf(write: Write, index: number, { items, inFlight }: State): WriteFailure[] {
  const key = identityOf(refOf(write));
  if (inFlight.has(key)) return [{ index, reason: 'conflict' }];
  const item = items.get(key)?.item;
  if (allows(write, item)) return [];
  return [{ index, reason: 'condition', ...(item && { found: item }) }];
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
      return write.item;
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

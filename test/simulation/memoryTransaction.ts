/** A transaction in two phases: look and lock, then write. Who meets a lock is told so, and waits for nothing. */
import { added, holds } from '../../lib/store/conditions.ts';
import { checkWrites, identityOf } from '../../lib/store/limits.ts';
import { type Item, refOf, type Write, type WriteFailure } from '../../lib/store/store.ts';
import type { Network } from './remote.ts';

/** A write that was done, and what it found. */
export interface Applied {
  ms: number;
  write: Write;
  before: Item | undefined;
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
  if (write.op === 'add' || holds(write.when, item)) return [];
  return [{ index, reason: 'condition', ...(item && { found: item }) }];
}

function apply(write: Write, { items, applied }: State, ms: number): void {
  const key = identityOf(refOf(write));
  const before = items.get(key)?.item;
  applied.push({ ms, write, before });
  const table = refOf(write).table.name;
  switch (write.op) {
    case 'put':
      items.set(key, { table, item: write.item });
      return;
    case 'add':
      items.set(key, { table, item: added(write, before) });
      return;
    case 'remove':
      items.delete(key);
      return;
    case 'check':
      return;
    default:
      write satisfies never;
  }
}

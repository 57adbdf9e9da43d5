/** A store that is a Map, so that what is measured is the engine and not a database. */
import { added, holds } from '../lib/store/conditions.ts';
import { identityOf } from '../lib/store/limits.ts';
import { type Item, type Page, refOf, type Store, type Write, type WriteFailure } from '../lib/store/store.ts';

export function mapStore(): Store {
  const items = new Map<string, Item>();
  return {
    read: async (refs) => refs.map((ref) => items.get(identityOf(ref))),
    query: async <I extends Item>(): Promise<Page<I>> => ({ items: [] }),
    transact: async (writes) => {
      const failures = writes.flatMap((write, index) => failureOf(write, index, items) ?? []);
      if (failures.length === 0) for (const write of writes) apply(write, items);
      return failures;
    },
    close: async () => undefined,
  };
}

function failureOf(write: Write, index: number, items: ReadonlyMap<string, Item>): WriteFailure | undefined {
  const found = items.get(identityOf(refOf(write)));
  if (write.op === 'add' || holds(write.when, found)) return undefined;
  return { index, reason: 'condition', ...(found && { found }) };
}

function apply(write: Write, items: Map<string, Item>): void {
  const key = identityOf(refOf(write));
  if (write.op === 'put') items.set(key, write.item);
  else if (write.op === 'remove') items.delete(key);
  else if (write.op === 'add') items.set(key, added(write, items.get(key)));
}

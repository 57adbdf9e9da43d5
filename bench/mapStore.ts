/** A store that is a Map, so that what is measured is the engine and not a database. */
import { added, changed, holds } from '../lib/store/conditions.ts';
import { refOf } from '../lib/store/refs.ts';
import {
  ALONE,
  type Item,
  type Outcome,
  type Page,
  type Ref,
  type Store,
  type Table,
  type Write,
  type WriteFailure,
} from '../lib/store/store.ts';

type Items = Map<string, Item>;

export function mapStore(): Store & { clear(): void } {
  const tables = new Map<Table, Items>();
  const itemsOf = (table: Table) => {
    const items: Items = tables.get(table) ?? new Map();
    if (items.size === 0) tables.set(table, items);
    return items;
  };
  return {
    read: async (refs) => refs.map((ref) => itemsOf(ref.table).get(keyOf(ref))),
    query: async <I extends Item>(): Promise<Page<I>> => ({ items: [] }),
    transact: async (writes) => {
      const failures = writes.flatMap((write, index) => failureOf(write, index, itemsOf));
      if (failures.length === 0) for (const write of writes) apply(write, itemsOf);
      return failures;
    },
    writeEach: async (writes) => writes.map((write) => writeAlone(write, itemsOf)),
    addAlone: async (write) => {
      apply(write, itemsOf);
      return itemsOf(write.ref.table).get(keyOf(write.ref)) ?? added(write, undefined);
    },
    close: async () => undefined,
    clear: () => tables.clear(),
  };
}

function keyOf({ pk, sk }: Ref): string {
  return sk === ALONE ? pk : `${pk} ${sk}`;
}

const done: Outcome = { kind: 'done' };

function writeAlone(write: Write, itemsOf: (table: Table) => Items): Outcome {
  const [failure] = failureOf(write, 0, itemsOf);
  if (failure) return { kind: 'condition', ...(failure.found && { found: failure.found }) };
  apply(write, itemsOf);
  return done;
}

function failureOf(write: Write, index: number, itemsOf: (table: Table) => Items): WriteFailure[] {
  const ref = refOf(write);
  const found = itemsOf(ref.table).get(keyOf(ref));
  if (write.op === 'add' || holds(write.when, found)) return [];
  return [{ index, reason: 'condition', ...(found && { found }) }];
}

function apply(write: Write, itemsOf: (table: Table) => Items): void {
  const ref = refOf(write);
  const items = itemsOf(ref.table);
  const key = keyOf(ref);
  if (write.op === 'put') items.set(key, write.item);
  else if (write.op === 'remove') items.delete(key);
  else if (write.op === 'add') items.set(key, added(write, items.get(key)));
  else if (write.op === 'change') items.set(key, changed(write, items.get(key)));
}

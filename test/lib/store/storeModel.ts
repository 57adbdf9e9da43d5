/** A store in a few lines, slow and obvious, for comparison. Answers an error's code where a store would throw. */
import { isDeepStrictEqual } from 'node:util';
import { refOf } from '../../../lib/store/refs.ts';
import type { Condition, Item, Outcome, Range, SingleWrite, Write, WriteFailure } from '../../../lib/store/store.ts';

export interface StoreModel {
  transact: (writes: readonly Write[], token: string, nowMs: number) => WriteFailure[] | 'STORE_LIMIT';
  each: (writes: readonly SingleWrite[]) => Outcome[];
  /** All items of a partition; `partition` and `sort` are the attributes that make it and order it. */
  query: (table: string, by: { partition: string; sort: string }, of: string, range: Range) => Item[];
  /** All items of a table, by their keys. */
  all: (table: string) => Item[];
}

export function storeModel(): StoreModel {
  let items: { table: string; item: Item }[] = [];
  const done = new Map<string, { writes: readonly Write[]; atMs: number }>();

  const find = (write: Write) => {
    const { table, pk, sk } = refOf(write);
    return items.find((held) => held.table === table.name && held.item.pk === pk && held.item.sk === sk)?.item;
  };
  const replace = (write: Write, item: Item | undefined) => {
    const before = find(write);
    items = items.filter((held) => held.item !== before);
    if (item) items.push({ table: refOf(write).table.name, item });
  };
  const all = (table: string) => sorted(items.filter((held) => held.table === table).map(({ item }) => item));

  return {
    transact(writes, token, nowMs) {
      const earlier = done.get(token);
      if (earlier && nowMs - earlier.atMs <= 600_000) {
        return isDeepStrictEqual(writes, earlier.writes) ? [] : 'STORE_LIMIT';
      }
      const failures = writes.flatMap((write, index): WriteFailure[] => {
        const found = find(write);
        if (write.op === 'add' || isMet(write.when, found)) return [];
        return [found ? { index, reason: 'condition', found } : { index, reason: 'condition' }];
      });
      if (failures.length > 0) return failures;
      if (writes.some((write) => write.op === 'add' && !isSummable(write.amounts, find(write)))) return 'STORE_LIMIT';
      for (const write of writes) replace(write, outcome(write, find(write)));
      done.set(token, { writes, atMs: nowMs });
      return [];
    },
    each: (writes) =>
      writes.map((write) => {
        const found = find(write);
        if (isMet(write.when, found)) replace(write, outcome(write, found));
        else if (!isLeftBy(write, found)) return { kind: 'condition', ...(found && { found }) };
        return { kind: 'done' };
      }),
    query(table, { partition, sort }, of, range) {
      const inside = all(table).filter((item) => item[partition] === of && isWithin(range, item[sort]));
      const inOrder = sorted(inside, sort);
      return range.descending ? inOrder.reverse() : inOrder;
    },
    all,
  };
}

function isMet(when: Condition | undefined, found: Item | undefined): boolean {
  if (!when) return true;
  if ('absent' in when) return !found;
  const wanted = Object.entries('equals' in when ? when.equals : when.unless);
  const isSame = found !== undefined && !wanted.some(([name, value]) => found[name] !== value);
  return 'equals' in when ? isSame : !isSame;
}

/** Doing it once more would change nothing, and what it compared with and left alone is as it was. */
function isLeftBy(write: SingleWrite, found: Item | undefined): boolean {
  if (!isDeepStrictEqual(outcome(write, found), found)) return false;
  if (write.op !== 'change') return true;
  const kept = Object.entries(write.when.equals).filter(([name]) => !(name in write.set) && name !== write.unset);
  return found !== undefined && kept.every(([name, value]) => found[name] === value);
}

function isSummable(amounts: Record<string, number>, found: Item | undefined): boolean {
  return Object.keys(amounts).every((name) => ['number', 'undefined'].includes(typeof found?.[name]));
}

function outcome(write: Write, found: Item | undefined): Item | undefined {
  if (write.op === 'put') return write.item;
  if (write.op === 'remove') return undefined;
  if (write.op === 'check') return found;
  if (write.op === 'change') {
    const kept = Object.entries({ ...found, ...write.set }).filter(([name]) => name !== write.unset);
    return { ...Object.fromEntries(kept), pk: write.ref.pk, sk: write.ref.sk };
  }
  const sums = Object.entries(write.amounts).map(([name, amount]) => [name, Number(found?.[name] ?? 0) + amount]);
  return { ...found, ...Object.fromEntries(sums), ...write.set, pk: write.ref.pk, sk: write.ref.sk };
}

function isWithin({ from, to, prefix }: Range, key: unknown): boolean {
  if (typeof key !== 'string') return false;
  const bytes = Buffer.from(key);
  if (from !== undefined && Buffer.compare(bytes, Buffer.from(from)) < 0) return false;
  if (to !== undefined && Buffer.compare(bytes, Buffer.from(to)) > 0) return false;
  return prefix === undefined || bytes.subarray(0, Buffer.byteLength(prefix)).equals(Buffer.from(prefix));
}

function sorted(items: Item[], first = 'pk'): Item[] {
  const key = (item: Item) => [first, 'pk', 'sk'].map((name) => Buffer.from(String(item[name])));
  return items.toSorted((a, b) => {
    const [left, right] = [key(a), key(b)];
    return left.map((part, at) => Buffer.compare(part, right[at] ?? part)).find((order) => order !== 0) ?? 0;
  });
}

/** Forms rounds of single writes that go to the store together, where nothing but single writes is asked for. */
import { sizeAtMost } from './itemSize.ts';
import { MAX_WRITES } from './limits.ts';
import type { SingleWrites } from './merging.ts';
import { refOf } from './refs.ts';
import { ALONE, type SingleWrite, type Table } from './store.ts';

/** Below what a store takes at once. */
const MAX_BYTES = 3_500_000;

export interface SingleRound {
  groups: SingleWrites[][];
  /** They touch an item that another one touches: for the next round. */
  waiting: SingleWrites[];
}

/** In the order they came. */
export function singleRound(asked: readonly SingleWrites[]): SingleRound {
  const touched = new Map<Table, Set<string>>();
  const groups: SingleWrites[][] = [];
  const waiting: SingleWrites[] = [];
  let group: SingleWrites[] = [];
  const room = { writes: 0, bytes: 0 };
  for (const request of asked) {
    // One that waits is noted, too: what comes after it must not overtake it.
    if (!touch(request.writes, touched)) {
      waiting.push(request);
      continue;
    }
    const bytes = bytesOf(request.writes);
    if (groups.length === 0 || request.writes.length > room.writes || bytes > room.bytes) {
      group = [];
      groups.push(group);
      Object.assign(room, { writes: MAX_WRITES, bytes: MAX_BYTES });
    }
    group.push(request);
    room.writes -= request.writes.length;
    room.bytes -= bytes;
  }
  return { groups, waiting };
}

/** Notes the items; false: one of them was noted before, by another request. Twice in one request is the store's to refuse. */
function touch(writes: readonly SingleWrite[], touched: Map<Table, Set<string>>): boolean {
  let isFirst = true;
  for (const write of writes) if (itemsOf(write, touched).has(keyOf(write))) isFirst = false;
  for (const write of writes) itemsOf(write, touched).add(keyOf(write));
  return isFirst;
}

function itemsOf(write: SingleWrite, touched: Map<Table, Set<string>>): Set<string> {
  const { table } = refOf(write);
  const found = touched.get(table);
  if (found) return found;
  const items = new Set<string>();
  touched.set(table, items);
  return items;
}

/** Most items are alone in their partition, and a key as it is costs nothing. */
function keyOf(write: SingleWrite): string {
  const { pk, sk } = refOf(write);
  return sk === ALONE ? pk : `${pk.length} ${pk} ${sk}`;
}

function bytesOf(writes: readonly SingleWrite[]): number {
  let bytes = 0;
  for (const write of writes) bytes += 100 + (write.op === 'put' ? sizeAtMost(write.item) : 1_000);
  return bytes;
}

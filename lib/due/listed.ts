/** Rows due as operators see them: those that wait, those that are parked, and the writes that put one back or discard it. */

import { queryAll } from '../store/queryAll.ts';
import { putIfAbsent, remove, type Store, type Write } from '../store/store.ts';
import { type DueRow, due, PARKED, shardOfLane, shards } from './dueRow.ts';

/** The longest due first; at most `limit` of them. */
export async function waitingRows(store: Pick<Store, 'query'>, limit: number): Promise<DueRow[]> {
  const firsts = await Promise.all(shards.map((partition) => store.query({ table: due, partition }, { limit })));
  const rows = firsts.flatMap(({ items }) => items);
  return rows.sort((one, other) => (one.sk < other.sk ? -1 : 1)).slice(0, limit);
}

/** Whatever its place in the order of times. */
export async function waitingRow(store: Pick<Store, 'query'>, name: string): Promise<DueRow[]> {
  const range = { from: name, to: name, limit: 1 };
  const found = await Promise.all(shards.map((partition) => store.query({ table: due, partition }, range)));
  return found.flatMap(({ items }) => items);
}

export async function parkedDue(store: Pick<Store, 'query'>): Promise<DueRow[]> {
  return await queryAll(store, { table: due, partition: PARKED });
}

/** Puts a parked row back where the job finds it; holds only while it is parked as it was read. */
export function unparkDue({ parkedAt, errorCode: _, error: __, ...row }: DueRow): Write[] {
  return [
    discardDue({ ...row, parkedAt: parkedAt ?? '' }),
    putIfAbsent(due, { ...row, pk: shardOfLane(row.lane), crashes: 0 }),
  ];
}

/** Takes a row away for good; holds only while it stands as it was read. */
export function discardDue({ pk, sk, function: name, parkedAt }: DueRow): Write {
  return remove({ table: due, pk, sk }, { equals: { function: name, ...(parkedAt !== undefined && { parkedAt }) } });
}

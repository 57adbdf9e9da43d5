/** Counters by UTC day, with one shard for each writer; a count is the sum of its shards. */
import { type Add, add, defineTable, type Item, type Range, ref } from '../../lib/store/store.ts';

/** Key: what is counted; sort key: day and shard. */
export interface CounterShard extends Item {
  count: number;
}

export const counters = defineTable<CounterShard>({ name: 'counters' });

export function counterKey(counted: string): string {
  return `counter#${counted}`;
}

/** `writer` has a shard of its own, so that no two add to one item: one day's counter takes all that happens. */
export function countOne(counted: string, day: string, writer: string): Add {
  return add(ref(counters, counterKey(counted), `${day}#${writer}`), { count: 1 });
}

/** Where the shards of these days are, the first and the last included. */
export function shardsOf(days: { from: string; to: string }): Range {
  // "$" is what comes next after "#".
  return { from: `${days.from}#`, to: `${days.to}$` };
}

export interface DayCount {
  day: string;
  count: number;
}

const DAY = '2026-11-21'.length;

/** The shards of one counter as one count a day, in the order they come. */
export function sumByDay(shards: readonly CounterShard[]): DayCount[] {
  const byDay = Map.groupBy(shards, ({ sk }) => sk.slice(0, DAY));
  return [...byDay].map(([day, held]) => ({ day, count: held.reduce((sum, { count }) => sum + count, 0) }));
}

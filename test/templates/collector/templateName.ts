import { counterKey, counters } from '../../../domain/analytics/counters.ts';
import type { userRegistered } from '../../../events/user.ts';
import type { Fold } from '../../../lib/collecting/fold.ts';
import { commit } from '../../../lib/commit/commit.ts';
import { add, ref } from '../../../lib/store/store.ts';

const DAY = '2026-11-21'.length;

/** Counts the events of each day, a run of a partition at a time: one write a day, however many events there are. */
export const templateName: Fold<[typeof userRegistered]> = {
  fold: ({ topic, partition, events }) => {
    const byDay = Map.groupBy(events, ({ timestamp }) => timestamp.slice(0, DAY));
    const shard = (day: string) => ref(counters, counterKey('templateName'), `${day}#${topic}-${partition}`);
    return commit({ writes: [...byDay].map(([day, told]) => add(shard(day), { count: told.length })) });
  },
};

/** Rules of what is put off: nothing goes before its time, and no row is left. */
import { due, PARKED } from '../../lib/due/dueRow.ts';
import { effectsOf, isOutside } from './evidence.ts';
import type { Ran } from './run.ts';
import { dueAfterMs } from './shop.ts';

/** Two clocks have their say, the job's and the function's, and both may be ahead. */
const SKEW_MS = 600;

export function checkDue(ran: Ran): string[] {
  if (ran.kind !== 'later' || !isOutside(ran)) return [];
  const early = effectsOf(ran).flatMap(({ fact, accepted }) => {
    const dueMs = ran.startMs + (dueAfterMs(fact) ?? Number.NEGATIVE_INFINITY);
    const tooEarlyMs = dueMs - SKEW_MS - (accepted?.calledMs ?? dueMs);
    return tooEarlyMs > 0 ? [`${fact} went ${tooEarlyMs} ms before its time`] : [];
  });
  const left = ran.world.store.itemsOf(due).filter(({ pk }) => pk !== 'due-awake');
  return [...early, ...left.map(({ pk, sk }) => `${pk === PARKED ? 'parked' : 'still due'}: ${sk}`)];
}

/** How often each record was put off, by its place. */
export function deferralsOf({ world }: Ran): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { write } of world.store.applied) {
    if (write.op !== 'put' || write.table.name !== due.name || write.item.pk === 'due-awake') continue;
    const place = `${write.item['topic']}-${write.item['partition']}@${write.item['offset']}`;
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  return counts;
}

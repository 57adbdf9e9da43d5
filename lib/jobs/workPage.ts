/** The items of a page, side by side: what they ask the store for at one moment is asked for together. */
import { drainConnectionsOf, type Engine } from '../connect/engine.ts';
import { Fault } from '../errors/fault.ts';
import { areMost, isBug } from '../failures/faultyCode.ts';
import { drainSoon } from '../outbox/drainSoon.ts';
import { itemNameOf } from '../store/refs.ts';
import type { Item } from '../store/store.ts';
import { noteFailure } from './failing.ts';
import type { Search } from './search.ts';
import type { AnyWork } from './work.ts';
import { type Worked, workItem } from './workItem.ts';

/** Outcomes of items, counted. */
export type Counts = { [kind in Worked['kind']]: number };

/** Throws what would meet every item, once all of this page have ended. Fault PROGRAMMER_ERROR: the code is faulty. */
export async function workPage(
  items: readonly Item[],
  { search, work, counts }: { search: Search; work: AnyWork; counts: Counts },
  engine: Engine,
): Promise<void> {
  const settled = await Promise.allSettled(items.map((item) => workItem(item, search, work, engine)));
  const worked = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const rows = worked.flatMap((one) => (one.kind === 'done' ? one.rows : []));
  await drainSoon(rows, drainConnectionsOf(engine), engine.settings.PUBLISH_LIMIT_MS);
  for (const { kind } of worked) counts[kind] += 1;
  const stopped = settled.find((one) => one.status === 'rejected');
  if (stopped) throw stopped.reason;
  const failed = worked.flatMap((one) => (one.kind === 'failed' ? [one] : []));
  const [first, ...more] = failed.filter(({ fault }) => isBug(fault));
  const tried = worked.filter(({ kind }) => kind !== 'gone' && kind !== 'waiting').length;
  if (first && areMost(more.length + 1, tried)) {
    const { item, fault } = first;
    const share = `${more.length + 1} of ${tried} items of one page`;
    throw new Fault('PROGRAMMER_ERROR', `${share}, first ${itemNameOf(item)}: ${fault.message}`, {
      cause: fault.cause,
    });
  }
  for (const one of failed) await noteFailure(one, engine);
}

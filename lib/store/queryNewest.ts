/** Items that are spread over several partitions, page by page, the last in sort order first, as if they were in one. */
import { isAfter, keysOf, pageAfter } from './pages.ts';
import type { Item, Page, Store, Table } from './store.ts';

interface Spread<I extends Item> {
  table: Table<I>;
  partitions: readonly string[];
}

interface NewestQuery {
  limit: number;
  page?: string | undefined;
}

/**
 * No sort key may be in two of the partitions: a page begins after a sort key, in each of them. Consistent. Fault
 * BAD_PAGE, as of a query.
 */
export async function queryNewest<I extends Item>(
  store: Pick<Store, 'query'>,
  { table, partitions }: Spread<I>,
  { limit, page }: NewestQuery,
): Promise<Page<I>> {
  const reads = partitions.map((partition) => readFirst(store, { table, partition }, { limit, page }));
  const pages = await Promise.all(reads);
  const found = pages.flatMap(({ items }) => items).sort((one, other) => (isAfter(one.sk, other.sk) ? -1 : 1));
  const isAll = pages.every(({ next }) => next === undefined);
  const items = found.filter(({ sk }) => pages.every((read) => isSeen(sk, read))).slice(0, limit);
  const last = items.at(-1);
  if (!last || (isAll && items.length === found.length)) return { items };
  return { items, next: pageAfter(last, keysOf({ table })) };
}

/** Whether that page's partition can hold no later item than this that was not read. A page may end before its limit, at 1 MB. */
function isSeen(sk: string, { items, next }: Page): boolean {
  return next === undefined || !isAfter(items.at(-1)?.sk ?? sk, sk);
}

/** The first page that holds anything, or the last one. */
async function readFirst<I extends Item>(
  store: Pick<Store, 'query'>,
  from: { table: Table<I>; partition: string },
  { limit, page }: NewestQuery,
): Promise<Page<I>> {
  let found = await store.query(from, { descending: true, limit }, page);
  while (found.items.length === 0 && found.next !== undefined) {
    found = await store.query(from, { descending: true, limit }, found.next);
  }
  return found;
}

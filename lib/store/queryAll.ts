/** Every item of a partition, page after page; for partitions that stay small. */
import type { Item, Store, Table } from './store.ts';

export async function queryAll<I extends Item>(
  store: Pick<Store, 'query'>,
  from: { table: Table<I>; index?: string; partition: string },
): Promise<I[]> {
  const items: I[] = [];
  let page: string | undefined;
  do {
    const found = await store.query(from, { limit: 1_000 }, page);
    items.push(...found.items);
    page = found.next;
  } while (page !== undefined);
  return items;
}

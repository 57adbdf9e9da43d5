/** Every item of a partition, page after page; for ranges that stay small. */
import type { Item, Range, Store, Table } from './store.ts';

export async function queryAll<I extends Item>(
  store: Pick<Store, 'query'>,
  from: { table: Table<I>; index?: string; partition: string },
  range: Omit<Range, 'limit'> = {},
): Promise<I[]> {
  const items: I[] = [];
  let page: string | undefined;
  do {
    const found = await store.query(from, { ...range, limit: 1_000 }, page);
    items.push(...found.items);
    page = found.next;
  } while (page !== undefined);
  return items;
}

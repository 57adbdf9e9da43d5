/** A query whose items a job works on, as data: of one partition of a table or an index, page by page. */
import { isTombstone } from '../store/conditions.ts';
import { MAX_READS } from '../store/limits.ts';
import { isWithin, keysOf } from '../store/pages.ts';
import type { Item, Range, Table } from '../store/store.ts';
import { shown } from '../text/shown.ts';

export interface Search<I extends Item = Item> {
  from: { table: Table<I>; index?: string; partition: string };
  range: Omit<Range, 'limit'>;
  /** Items that are worked on together. */
  pageSize: number;
}

const PAGE_SIZE = 100;

/** Pages of 100 items unless `pageSize` says fewer. Throws a RangeError for a size that is none. */
export function itemsIn<I extends Item>(
  from: Search<I>['from'],
  { pageSize = PAGE_SIZE, ...range }: Omit<Range, 'limit'> & { pageSize?: number } = {},
): Search<I> {
  if (!Number.isInteger(pageSize) || pageSize < 1 || pageSize > MAX_READS) {
    throw new RangeError(`itemsIn ${from.table.name}: expected a pageSize of 1 to ${MAX_READS}, came ${pageSize}`);
  }
  return { from, range, pageSize };
}

/** The name of the search in messages and checkpoints. */
export function nameOf({ from: { table, index, partition } }: Search): string {
  return `${table.name}${index === undefined ? '' : ` by ${index}`} ${shown(partition)}`;
}

/** Whether the search would find the item as it is now: an index shows what was a moment ago. */
export function isStillIn({ from, range }: Search, item: Item | undefined): item is Item {
  if (!item || isTombstone(from.table, item)) return false;
  const { partition, sortedBy } = keysOf(from);
  const sort = item[sortedBy[0]];
  return item[partition] === from.partition && typeof sort === 'string' && isWithin(range, sort);
}

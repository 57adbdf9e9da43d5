/** A query that a decision may ask: bounded, as data, and explicit about what happens beyond the bound. */
import { Fault } from '../errors/fault.ts';
import type { Item, Range, Store, Table } from './store.ts';

/** The largest limit; one page of a query holds as many. */
const MAX_LISTED = 1_000;

/**
 * Items of one partition of a table or an index, at most `limit` of them.
 *
 * A query of an index is eventually consistent: it may miss what was written a moment ago, and show what is gone. A query
 * of a table shows each item as of some moment, but not all of them as of the same. So what a query answers is a hint for
 * the decision; its safety rests on the conditions of its writes (`putIfVersion`, `check`), which the store evaluates.
 */
export interface Listing<I extends Item = Item> {
  from: { table: Table<I>; index?: string; partition: string };
  range: Omit<Range, 'limit'>;
  /** 1 to 1,000 items. */
  limit: number;
  /** More than `limit` items: the record fails with LISTING_TOO_LONG, or the decision gets the first of them, flagged. */
  beyond: 'fail' | 'truncate';
}

export interface Listed<I extends Item = Item> {
  /** In the order of the sort key. */
  items: readonly I[];
  /** There are more than `limit`. */
  isTruncated: boolean;
}

/** Throws a RangeError for a limit that is none. */
export function list<I extends Item>(
  from: Listing<I>['from'],
  { limit, beyond, ...range }: Pick<Listing, 'limit' | 'beyond'> & Omit<Range, 'limit'>,
): Listing<I> {
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LISTED) {
    throw new RangeError(`list of ${from.table.name}: expected a limit of 1 to ${MAX_LISTED}, came ${limit}`);
  }
  return { from, range, limit, beyond };
}

/** Asks for one item more than the limit, so that the answer shows whether there are more. Faults LISTING_TOO_LONG, the store's. */
export async function readListing<I extends Item>(
  listing: Listing<I>,
  store: Pick<Store, 'query'>,
): Promise<Listed<I>> {
  const { from, range, limit, beyond } = listing;
  const items: I[] = [];
  let page: string | undefined;
  do {
    const wanted = Math.min(limit + 1 - items.length, MAX_LISTED);
    const found = await store.query(from, { ...range, limit: wanted }, page);
    items.push(...found.items);
    page = found.next;
  } while (page !== undefined && items.length <= limit);
  const isTruncated = items.length > limit;
  if (isTruncated && beyond === 'fail') {
    const { table, index } = from;
    throw new Fault('LISTING_TOO_LONG', `${table.name}${index ? ` by ${index}` : ''}: more than ${limit} items`);
  }
  return { items: isTruncated ? items.slice(0, limit) : items, isTruncated };
}

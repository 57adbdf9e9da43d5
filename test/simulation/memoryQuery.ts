/** Pages of one partition from memory, sorted and cut like DynamoDB's. */
import { toJson } from '../../lib/store/itemJson.ts';
import { checkRange } from '../../lib/store/limits.ts';
import {
  defaultLimit,
  isWithin,
  type Keys,
  keysOf,
  pageAfter,
  positionIn,
  type QueryTarget,
} from '../../lib/store/pages.ts';
import type { Item, Page, Range } from '../../lib/store/store.ts';

const MAX_PAGE_BYTES = 1024 * 1024;

export function queryPage(wanted: QueryTarget, range: Range, page: string | undefined, items: readonly Item[]): Page {
  checkRange(wanted.table, wanted.partition, range);
  const keys = keysOf(wanted);
  const after = page === undefined ? undefined : positionIn(page, keys, range);
  const { limit = defaultLimit, descending } = range;
  const direction = descending ? -1 : 1;
  const found = items
    .filter((item) => isInside(item, wanted, keys, range))
    .map((item) => ({ item, sorted: sortedBy(item, keys) }))
    .filter(({ sorted }) => after === undefined || compare(sorted, after) * direction > 0)
    .sort((a, b) => compare(a.sorted, b.sorted) * direction)
    .map(({ item }) => item);
  const count = Math.min(limit, countWithin(found));
  const last = found[count - 1];
  const shown = found.slice(0, count);
  return last && count < found.length ? { items: shown, next: pageAfter(last, keys) } : { items: shown };
}

/** An item without the index's attributes is not in the index. */
function isInside(item: Item, { partition }: QueryTarget, keys: Keys, range: Range): boolean {
  const first = item[keys.sortedBy[0]];
  return item[keys.partition] === partition && typeof first === 'string' && first !== '' && isWithin(range, first);
}

function sortedBy(item: Item, keys: Keys): string[] {
  return keys.sortedBy.flatMap((name) => (typeof item[name] === 'string' ? [item[name]] : []));
}

/** By UTF-8 bytes, attribute by attribute. */
function compare(a: readonly string[], b: readonly string[]): number {
  for (const [index, text] of a.entries()) {
    const order = Buffer.compare(Buffer.from(text), Buffer.from(b[index] ?? ''));
    if (order !== 0) return order;
  }
  return 0;
}

/** The items that fit into 1 MB, and one at least. */
function countWithin(items: readonly Item[]): number {
  let bytes = 0;
  const beyond = items.findIndex((item, index) => {
    bytes += Buffer.byteLength(toJson(item));
    return index > 0 && bytes > MAX_PAGE_BYTES;
  });
  return beyond < 0 ? items.length : beyond;
}

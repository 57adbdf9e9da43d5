/** Pages of one partition, of a table or one of its indexes, in sort order. */
import type { SQLInputValue } from 'node:sqlite';
import type { Database } from '../sqlite/database.ts';
import { itemFromJson } from './itemJson.ts';
import { defaultLimit, type Keys, keysOf, pageAfter, positionIn, type QueryTarget } from './pages.ts';
import { field, quoted } from './sqliteTables.ts';
import type { Item, Page, Range, Table } from './store.ts';
import { firstBeyond } from './utf8Order.ts';

/** DynamoDB ends a page at 1 MB. */
const MAX_PAGE_BYTES = 1024 * 1024;

/** Fault UNDECLARED for an unknown index, BAD_PAGE. */
export function queryPage(db: Database, wanted: QueryTarget, range: Range, page: string | undefined): Page {
  const keys = keysOf(wanted);
  const { limit = defaultLimit } = range;
  const after = page === undefined ? undefined : positionIn(page, keys, range);
  const { sql, values } = toSql({ table: wanted.table, ...keys }, range, after);
  const items: Item[] = [];
  let bytes = 0;
  // One row more than asked for shows whether this is the last page.
  for (const row of db.statement(sql).iterate(wanted.partition, ...values, limit + 1)) {
    const text = String(row['item']);
    bytes += Buffer.byteLength(text);
    const last = items.at(-1);
    if (last && (items.length === limit || bytes > MAX_PAGE_BYTES)) return { items, next: pageAfter(last, keys) };
    items.push(itemFromJson(text));
  }
  return { items };
}

function toSql(
  { table, partition, sortedBy }: Keys & { table: Table },
  range: Range,
  after: readonly string[] | undefined,
): { sql: string; values: SQLInputValue[] } {
  const columns = sortedBy.map(column);
  const bounds = boundsOf(range);
  const where = [`${column(partition)} = ?`, ...bounds.map(([comparison]) => `${columns[0]} ${comparison} ?`)];
  const values = bounds.map(([, text]) => text);
  if (after) {
    const holes = columns.map(() => '?').join(', ');
    where.push(`(${columns.join(', ')}) ${range.descending ? '<' : '>'} (${holes})`);
    values.push(...after);
  }
  const order = columns.map((sorted) => `${sorted} ${range.descending ? 'DESC' : 'ASC'}`).join(', ');
  const sql = `SELECT item FROM ${quoted(table.name)} WHERE ${where.join(' AND ')} ORDER BY ${order} LIMIT ?`;
  return { sql, values };
}

/** The lower bound is always there: what has no text to sort by is not in an index. */
function boundsOf({ prefix, from = '', to }: Range): [comparison: '>=' | '<=' | '<', text: string][] {
  const lower = prefix ?? from;
  const beyond = prefix === undefined ? undefined : firstBeyond(prefix);
  if (to !== undefined)
    return [
      ['>=', lower],
      ['<=', to],
    ];
  if (beyond !== undefined)
    return [
      ['>=', lower],
      ['<', beyond],
    ];
  return [['>=', lower]];
}

function column(attribute: string): string {
  return attribute === 'pk' || attribute === 'sk' ? attribute : field(attribute);
}

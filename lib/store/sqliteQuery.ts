/** Pages of one partition, of a table or one of its indexes, in sort order. */
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { Fault } from '../errors/fault.ts';
import { fromItemJson } from './itemJson.ts';
import { field, quoted } from './sqliteTables.ts';
import type { Item, Page, Range, Table } from './store.ts';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1_000;
/** DynamoDB ends a page at 1 MB. */
const MAX_PAGE_BYTES = 1024 * 1024;

export interface Wanted {
  table: Table;
  index?: string;
  partition: string;
}

type Position = [sort: string, pk: string, sk: string];

export function queryPage(db: DatabaseSync, wanted: Wanted, range: Range, page: string | undefined): Page {
  const limit = Math.min(range.limit ?? DEFAULT_LIMIT, MAX_LIMIT);
  const { sql, values } = toSql(wanted, range, page === undefined ? undefined : decode(page));
  const items: Item[] = [];
  let bytes = 0;
  let last: Position | undefined;
  for (const row of db.prepare(sql).iterate(...values, limit + 1)) {
    if (items.length === limit || bytes > MAX_PAGE_BYTES) return { items, ...(last && { next: encode(last) }) };
    const text = String(row['item']);
    bytes += text.length;
    items.push(fromItemJson(text));
    last = [String(row['sort']), String(row['pk']), String(row['sk'])];
  }
  return { items };
}

function toSql({ table, index, partition }: Wanted, range: Range, after: Position | undefined) {
  const keys = keysOf(table, index);
  const values: SQLInputValue[] = [partition];
  const where = [`${keys.partition} = ?`];
  const bound = (comparison: string, text: string) => {
    where.push(`${keys.sort} ${comparison} ?`);
    values.push(text);
  };
  if (index !== undefined) where.push(`${keys.sort} IS NOT NULL`);
  if (range.prefix !== undefined) {
    where.push(`substr(${keys.sort}, 1, ?) = ?`);
    values.push([...range.prefix].length, range.prefix);
    bound('>=', range.prefix);
  }
  if (range.from !== undefined) bound('>=', range.from);
  if (range.to !== undefined) bound('<=', range.to);
  if (after) {
    where.push(`(${keys.sort}, pk, sk) ${range.descending ? '<' : '>'} (?, ?, ?)`);
    values.push(...after);
  }
  const direction = range.descending ? 'DESC' : 'ASC';
  const order = `${keys.sort} ${direction}, pk ${direction}, sk ${direction}`;
  const from = `FROM ${quoted(table.name)} WHERE ${where.join(' AND ')} ORDER BY ${order} LIMIT ?`;
  return { sql: `SELECT item, pk, sk, ${keys.sort} AS sort ${from}`, values };
}

function keysOf(table: Table, index: string | undefined): { partition: string; sort: string } {
  if (index === undefined) return { partition: 'pk', sort: 'sk' };
  const shape = table.indexes[index];
  if (!shape) throw new Fault('STORE_LIMIT', `table ${table.name} has no index ${index}`);
  return { partition: field(shape.partition), sort: field(shape.sort) };
}

function encode(position: Position): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

function decode(page: string): Position {
  try {
    return JSON.parse(Buffer.from(page, 'base64url').toString('utf8')) as Position;
  } catch (cause) {
    throw new Fault('BAD_PAGE', page.slice(0, 40), { cause });
  }
}

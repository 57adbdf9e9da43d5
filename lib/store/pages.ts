/** The target of a query, and the tokens that lead from page to page, the same for every adapter. */
import { Fault } from '../errors/fault.ts';
import { shown } from '../text/shown.ts';
import type { Item, Range, Table } from './store.ts';

export const defaultLimit = 100;

export interface QueryTarget {
  table: Table;
  index?: string;
  partition: string;
}

/** The attribute that makes a partition, and those by which its items are sorted; unique together. */
export interface Keys {
  partition: string;
  sortedBy: readonly [sort: string, ...rest: string[]];
}

export function keysOf({ table, index }: Pick<QueryTarget, 'table' | 'index'>): Keys {
  if (index === undefined) return { partition: 'pk', sortedBy: ['sk'] };
  const keys = table.indexes[index];
  if (!keys) throw new Fault('UNDECLARED', `table ${table.name} has no index ${index}`);
  return { partition: keys.partition, sortedBy: [keys.sort, 'pk', 'sk'] };
}

/** Leads to the items after this one. */
export function pageAfter(item: Item, { sortedBy }: Keys): string {
  return Buffer.from(JSON.stringify(sortedBy.map((attribute) => item[attribute]))).toString('base64url');
}

/** The values of `sortedBy` after which a page begins. Fault BAD_PAGE: no page of this partition and range begins there. */
export function positionIn(page: string, { sortedBy }: Keys, range: Range): string[] {
  const position = parsed(Buffer.from(page, 'base64url').toString('utf8'));
  if (Array.isArray(position) && position.length === sortedBy.length && position.every(isKey)) {
    if (isWithin(range, position[0] ?? '')) return position;
  }
  throw new Fault('BAD_PAGE', `expected the next of an earlier page, came ${shown(page)}`);
}

/** By UTF-8 bytes, as DynamoDB compares. */
export function isAfter(text: string, other: string): boolean {
  return Buffer.compare(Buffer.from(text), Buffer.from(other)) > 0;
}

export function isWithin({ prefix = '', from = '', to }: Range, text: string): boolean {
  return text.startsWith(prefix) && !isAfter(from, text) && (to === undefined || !isAfter(text, to));
}

function isKey(part: unknown): part is string {
  return typeof part === 'string' && part !== '';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

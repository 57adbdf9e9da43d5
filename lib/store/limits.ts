/** DynamoDB's limits, kept by every adapter so that what works here works there (AWS: service quotas, constraints). */
import { Fault } from '../errors/fault.ts';
import { shown } from '../text/shown.ts';
import {
  checkAmounts,
  checkAttributes,
  checkChange,
  checkCondition,
  checkIndexKeys,
  checkNames,
} from './attributeLimits.ts';
import { sizeAtMost, sizeOf } from './itemSize.ts';
import { identityOf, itemNameOf, refOf } from './refs.ts';
import type { Add, Item, Range, Ref, SingleWrite, Table, Write } from './store.ts';

export const MAX_WRITES = 100;
export const MAX_READS = 100;
const MAX_ITEM_BYTES = 400 * 1024;
const MAX_TRANSACTION_BYTES = 4 * 1024 * 1024;
const MAX_PARTITION_KEY_BYTES = 2048;
const MAX_SORT_KEY_BYTES = 1024;
const MAX_PAGE_ITEMS = 1_000;
/** Names of tables and indexes. */
const NAME = /^[a-zA-Z0-9_.-]{3,255}$/;
/** Names of attributes that indexes are keyed by: simpler than DynamoDB asks for, since they become SQL. */
const KEY_NAME = /^[a-zA-Z0-9_.-]{1,255}$/;

/** Fault STORE_LIMIT names the table, the key and the figure. What an add makes of its item is only known when it is done. */
export function checkWrites(writes: readonly Write[], token: string): void {
  if (token === '') throw new Fault('STORE_LIMIT', 'expected a token, came an empty one');
  checkTogether(writes);
}

/** Checks like those of a transaction, and the length of the PartiQL statement, whose text holds all names. */
export function checkEach(writes: readonly SingleWrite[]): void {
  checkTogether(writes);
  for (const write of writes) {
    refuseTombstones(refOf(write));
    if (write.op === 'put') checkNames(Object.keys(write.item), itemNameOf(refOf(write)));
    if (write.op === 'remove' && write.when) checkNames(Object.keys(write.when.equals), itemNameOf(write.ref));
  }
}

export function checkAdd(write: Add): void {
  refuseTombstones(write.ref);
  checkWrite(write, itemNameOf(write.ref));
}

/** Only a transaction looks for a tombstone before it writes. */
function refuseTombstones(ref: Ref): void {
  if (ref.table.tombstone === undefined) return;
  throw new Fault('STORE_LIMIT', `${itemNameOf(ref)}: a table with tombstones takes no single writes; use transact`);
}

function checkTogether(writes: readonly Write[]): void {
  if (writes.length === 0 || writes.length > MAX_WRITES) {
    throw new Fault('STORE_LIMIT', `expected 1 to ${MAX_WRITES} writes, came ${writes.length}`);
  }
  const seen = new Set<string>();
  let total = 0;
  for (const write of writes) {
    total += checkWrite(write, itemNameOf(refOf(write)));
    const identity = identityOf(refOf(write));
    if (seen.has(identity)) throw new Fault('STORE_LIMIT', `${itemNameOf(refOf(write))}: two writes on it`);
    seen.add(identity);
  }
  if (total <= MAX_TRANSACTION_BYTES) return;
  const exact = writes.reduce((bytes, write) => bytes + sizeOfWrite(write), 0);
  if (exact > MAX_TRANSACTION_BYTES) {
    throw new Fault('STORE_LIMIT', `expected at most ${MAX_TRANSACTION_BYTES} bytes in all writes, came ${exact}`);
  }
}

export function checkReads(refs: readonly Ref[]): void {
  if (refs.length > MAX_READS) {
    throw new Fault('STORE_LIMIT', `expected at most ${MAX_READS} refs, came ${refs.length}`);
  }
  for (const ref of refs) checkKey(ref, itemNameOf(ref));
}

export function checkRange(table: Table, partition: string, range: Range): void {
  const place = `${table.name} ${shown(partition)}`;
  checkLength('partition', partition, MAX_PARTITION_KEY_BYTES, place);
  const { limit = 1, prefix, from, to } = range;
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_PAGE_ITEMS) {
    throw new Fault('STORE_LIMIT', `${place}: expected 1 to ${MAX_PAGE_ITEMS} items a page, came ${limit}`);
  }
  // An empty bound bounds nothing; DynamoDB itself refuses it, and others that no key can have.
  for (const [name, bound] of Object.entries({ prefix, from, to })) {
    if (bound !== undefined && bound !== '') checkLength(name, bound, MAX_SORT_KEY_BYTES, place);
  }
  if (prefix !== undefined && (from !== undefined || to !== undefined)) {
    throw new Fault('STORE_LIMIT', `${place}: expected a prefix alone, came one with from or to`);
  }
}

export function checkTable({ name, indexes }: Table): void {
  const keys = Object.values(indexes).flatMap(({ partition, sort }) => [partition, sort]);
  const wrong =
    [name, ...Object.keys(indexes)].find((named) => !NAME.test(named)) ?? keys.find((key) => !KEY_NAME.test(key));
  if (wrong === undefined) return;
  throw new Fault('STORE_LIMIT', `table ${name}: expected names of 3 to 255 of a-z, A-Z, 0-9, "_.-", came ${wrong}`);
}

/** Answers the size in bytes, or a little more. */
export function checkItem(table: Table, item: Item): number {
  const place = itemNameOf({ table, pk: item.pk, sk: item.sk });
  checkAttributes(item, place);
  checkIndexKeys(table, item, place);
  const atMost = sizeAtMost(item);
  if (atMost <= MAX_ITEM_BYTES) return atMost;
  const bytes = sizeOf(item);
  if (bytes > MAX_ITEM_BYTES) {
    throw new Fault('STORE_LIMIT', `${place}: expected at most ${MAX_ITEM_BYTES} bytes in an item, came ${bytes}`);
  }
  return bytes;
}

/** Answers the bytes it brings, or a little more. */
function checkWrite(write: Write, place: string): number {
  checkKey(refOf(write), place);
  if (write.op === 'put') {
    if (write.when) checkCondition(write.when, place);
    return checkItem(write.table, write.item);
  }
  const { table, pk, sk } = write.ref;
  if (write.op === 'add') {
    checkAmounts(write.amounts, write.set ?? {}, place);
    return checkItem(table, { ...write.amounts, ...write.set, pk, sk });
  }
  if (write.when) checkCondition(write.when, place);
  if (write.op !== 'change') return sizeOf({ pk, sk });
  checkChange(write, place);
  return checkItem(table, { ...write.set, pk, sk });
}

function sizeOfWrite(write: Write): number {
  if (write.op === 'put') return sizeOf(write.item);
  const { pk, sk } = write.ref;
  return sizeOf({ ...('amounts' in write ? write.amounts : {}), ...('set' in write ? write.set : {}), pk, sk });
}

function checkKey({ pk, sk }: Ref, place: string): void {
  checkLength('pk', pk, MAX_PARTITION_KEY_BYTES, place);
  checkLength('sk', sk, MAX_SORT_KEY_BYTES, place);
}

function checkLength(name: string, text: unknown, max: number, place: string): void {
  const bytes = typeof text === 'string' && text.isWellFormed() ? Buffer.byteLength(text) : 'something else';
  if (typeof bytes === 'number' && bytes > 0 && bytes <= max) return;
  throw new Fault('STORE_LIMIT', `${place}: expected a string of 1 to ${max} bytes as ${name}, came ${bytes}`);
}

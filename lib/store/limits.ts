/** DynamoDB's limits, kept by every adapter so that what works here works there (AWS: service quotas, item sizes). */
import { Fault } from '../errors/fault.ts';
import { type Item, type Ref, refOf, type Value, type Write } from './store.ts';

const MAX_WRITES = 100;
const MAX_READS = 100;
const MAX_ITEM_BYTES = 400 * 1024;
const MAX_TRANSACTION_BYTES = 4 * 1024 * 1024;
const MAX_PARTITION_KEY_BYTES = 2048;
const MAX_SORT_KEY_BYTES = 1024;

/** Fault STORE_LIMIT names the table, the key and the figure. */
export function checkWrites(writes: readonly Write[]): void {
  if (writes.length === 0 || writes.length > MAX_WRITES) {
    throw new Fault('STORE_LIMIT', `expected 1 to ${MAX_WRITES} writes, came ${writes.length}`);
  }
  const seen = new Set<string>();
  let total = 0;
  for (const write of writes) {
    const place = placeOf(refOf(write));
    if (seen.has(place)) throw new Fault('STORE_LIMIT', `two writes on ${place}`);
    seen.add(place);
    checkKey(refOf(write));
    if (write.op === 'add') checkNumbers(write.amounts, place);
    if (write.op === 'put') total += checkItem(write.item, place);
  }
  if (total > MAX_TRANSACTION_BYTES) {
    throw new Fault('STORE_LIMIT', `expected at most ${MAX_TRANSACTION_BYTES} bytes in a transaction, came ${total}`);
  }
}

export function checkReads(refs: readonly Ref[]): void {
  if (refs.length > MAX_READS)
    throw new Fault('STORE_LIMIT', `expected at most ${MAX_READS} refs, came ${refs.length}`);
  refs.forEach(checkKey);
}

/** Answers the size in bytes. */
export function checkItem(item: Item, place: string): number {
  const bytes = itemBytes(item);
  if (bytes > MAX_ITEM_BYTES) {
    throw new Fault('STORE_LIMIT', `${place}: expected at most ${MAX_ITEM_BYTES} bytes in an item, came ${bytes}`);
  }
  checkNumbers(item, place);
  return bytes;
}

/** Names and values in UTF-8; a number takes a byte for two digits and one more; containers take 3, and 1 an element. */
export function itemBytes(item: Item): number {
  return fieldsBytes(item);
}

function checkKey({ table, pk, sk }: Ref): void {
  const parts = [
    { name: 'pk', text: pk, max: MAX_PARTITION_KEY_BYTES },
    { name: 'sk', text: sk, max: MAX_SORT_KEY_BYTES },
  ];
  for (const { name, text, max } of parts) {
    const bytes = Buffer.byteLength(text);
    if (bytes > 0 && bytes <= max) continue;
    throw new Fault(
      'STORE_LIMIT',
      `${table.name}: expected 1 to ${max} bytes in ${name}, came ${bytes}: ${text.slice(0, 80)}`,
    );
  }
}

function checkNumbers(value: unknown, place: string): void {
  if (
    typeof value === 'number' &&
    (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value)))
  ) {
    throw new Fault('STORE_LIMIT', `${place}: expected a finite number, and no integer beyond 2^53 - 1, came ${value}`);
  }
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return;
  for (const held of Object.values(value)) checkNumbers(held, place);
}

function fieldsBytes(fields: { [name: string]: Value | undefined }): number {
  let bytes = 0;
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined) bytes += Buffer.byteLength(name) + valueBytes(value);
  }
  return bytes;
}

function valueBytes(value: Value): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value === 'number') return Math.ceil(String(value).length / 2) + 1;
  if (typeof value === 'boolean' || value === null) return 1;
  if (value instanceof Uint8Array) return value.length;
  if (Array.isArray(value)) return 3 + value.reduce<number>((sum, held) => sum + 1 + valueBytes(held), 0);
  return 3 + Object.keys(value).length + fieldsBytes(value);
}

function placeOf({ table, pk, sk }: Ref): string {
  return `${table.name} ${pk} ${sk}`;
}

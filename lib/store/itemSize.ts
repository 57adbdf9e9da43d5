/** The values that DynamoDB can hold and how it counts them (AWS developer guide: "Item sizes and formats", "Supported data types"). */
import type { Value } from './store.ts';

type ItemFields = { readonly [name: string]: Value | undefined };

const MAX_NESTING = 32;
/** DynamoDB's numbers reach from 1e-130 to 9.99…e125. */
const MAX_NUMBER = 1e126;
const MIN_NUMBER = 1e-130;

/** Bytes of an item or of some of its attributes: names and values in UTF-8. `undefined` attributes count nothing. */
export function sizeOf(fields: ItemFields): number {
  let bytes = 0;
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined) bytes += Buffer.byteLength(name) + valueSize(value);
  }
  return bytes;
}

/** No less than `sizeOf`, and found in a tenth of the time: what is far below a limit need not be counted exactly. */
export function sizeAtMost(fields: ItemFields): number {
  let bytes = 0;
  for (const name in fields) {
    const value = fields[name];
    if (value === undefined) continue;
    bytes += name.length * BYTES_A_CHARACTER;
    if (typeof value === 'string') bytes += value.length * BYTES_A_CHARACTER;
    else if (typeof value === 'number') bytes += BYTES_A_NUMBER;
    else bytes += valueSize(value);
  }
  return bytes;
}

/** The most bytes of UTF-8 that one unit of UTF-16 takes. */
const BYTES_A_CHARACTER = 3;
const BYTES_A_NUMBER = 21;

function valueSize(value: Value): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value === 'number') return numberSize(value);
  if (typeof value === 'boolean' || value === null) return 1;
  if (value instanceof Uint8Array) return value.length;
  // Lists and maps: 3 bytes, and 1 for each element.
  if (Array.isArray(value)) return value.reduce<number>((bytes, held) => bytes + 1 + valueSize(held), 3);
  return 3 + Object.values(value).filter((held) => held !== undefined).length + sizeOf(value);
}

/** A byte for two significant digits and one more; negative numbers take another one. */
function numberSize(value: number): number {
  const [digits = ''] = String(Math.abs(value)).split('e');
  const figures = digits.replace('.', '').replace(/^0+/, '');
  let significant = figures.length;
  while (figures[significant - 1] === '0') significant -= 1;
  return Math.ceil(significant / 2) + 1 + (value < 0 ? 1 : 0);
}

/** Why a value can't be stored ("holds a Date"); undefined if it can. */
export function whyNotStorable(value: unknown, depth = 1): string | undefined {
  if (typeof value === 'string') return value.isWellFormed() ? undefined : 'holds half a surrogate pair';
  if (typeof value === 'number') return whyNotNumber(value);
  if (typeof value === 'boolean' || value === null || value instanceof Uint8Array) return undefined;
  if (depth > MAX_NESTING) return `is nested more than ${MAX_NESTING} deep`;
  if (Array.isArray(value)) return firstReason(value, depth);
  if (typeof value !== 'object' || !isPlain(value)) return `holds ${nameOf(value)}`;
  const fields = Object.entries(value).filter(([, held]) => held !== undefined);
  return firstReason(fields.flat(), depth);
}

function firstReason(values: readonly unknown[], depth: number): string | undefined {
  for (const held of values) {
    const reason = whyNotStorable(held, depth + 1);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function whyNotNumber(value: number): string | undefined {
  if (!Number.isFinite(value)) return `holds ${value}, expected a finite number`;
  const size = Math.abs(value);
  if (size >= MAX_NUMBER || (size > 0 && size < MIN_NUMBER)) return `holds ${value}, expected 1e-130 to 1e126`;
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) return `holds ${value}, an integer beyond 2^53 - 1`;
  return undefined;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function nameOf(value: unknown): string {
  return typeof value === 'object' ? `a ${value?.constructor.name}` : `a value of type ${typeof value}`;
}

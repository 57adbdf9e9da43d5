/** Bytes to JSON without silent damage: no broken UTF-8, no rounded integers. */
import { Fault } from '../errors/fault.ts';

export type JsonObject = { [name: string]: unknown };

const utf8 = new TextDecoder('utf-8', { fatal: true });
/** Only these can be integers that a double rounds: sixteen digits in a row, or an exponent outside (most) strings. */
const mayBeRounded = /\d{16}|[:,[]\s*-?\d+(?:\.\d+)?[eE]/;

/** The JSON object in these bytes. Faults: NOT_JSON, NOT_AN_OBJECT, UNSAFE_INTEGER. */
export function parseObject(bytes: Uint8Array): JsonObject {
  const text = decode(bytes);
  // The reviver costs several times the parse, so only texts that need it get it.
  const value = mayBeRounded.test(text) ? parse(text, refuseUnsafeInteger) : parse(text);
  if (!isObject(value)) throw new Fault('NOT_AN_OBJECT', `expected {…}, came ${excerpt(text)}`);
  return value;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function decode(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    throw new Fault('NOT_JSON', `${bytes.length} bytes that are not UTF-8`, { cause });
  }
}

function parse(text: string, reviver?: (name: string, value: unknown) => unknown): unknown {
  try {
    return JSON.parse(text, reviver);
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    throw new Fault('NOT_JSON', `expected an object, came ${excerpt(text)}`, { cause });
  }
}

function refuseUnsafeInteger(name: string, value: unknown): unknown {
  if (typeof value !== 'number') return value;
  // A fraction is taken as it comes; what overflows to Infinity is no fraction.
  const isWhole = Number.isInteger(value) || !Number.isFinite(value);
  if (isWhole && !Number.isSafeInteger(value)) {
    throw new Fault('UNSAFE_INTEGER', `field "${name}"`);
  }
  return value;
}

/** Enough to see what it is, too little to give personal data away. */
function excerpt(text: string): string {
  return text.length > 12 ? `${JSON.stringify(text.slice(0, 12))}… (${text.length} characters)` : JSON.stringify(text);
}

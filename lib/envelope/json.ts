/** Bytes to JSON without silent damage: no broken UTF-8, no rounded integers, and no deeper than can be worked with. */
import { Fault } from '../errors/fault.ts';
import { shapeOf } from '../observability/shape.ts';
import { shown } from '../text/shown.ts';

export type JsonObject = { [name: string]: unknown };

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The deepest nesting of lists and objects. Items hold 32 levels; deeper values would end the recursion of whatever reads them. */
export const MAX_DEPTH = 64;

/** The JSON object in these bytes. Faults: NOT_JSON, NOT_AN_OBJECT, UNSAFE_INTEGER, TOO_DEEP. */
export function parseObject(bytes: Uint8Array): JsonObject {
  return parseText(decode(bytes));
}

/** The same of a text. */
export function parseText(text: string): JsonObject {
  const value = parse(text);
  if (!isObject(value)) throw new Fault('NOT_AN_OBJECT', `expected {…}, came ${shapeOf(text)}`);
  refuseUnsafe(value, 1);
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

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Fault('NOT_JSON', `expected an object, came ${shapeOf(text)}`, { cause });
  }
}

/** Checks the parsed value, which costs a tenth of a reviver: an integer that was rounded is still too large to be safe. */
function refuseUnsafe(value: JsonObject, depth: number): void {
  if (depth > MAX_DEPTH) throw new Fault('TOO_DEEP', `expected at most ${MAX_DEPTH} levels`);
  for (const name in value) {
    const held = value[name];
    if (typeof held === 'number') {
      // No fraction reaches so far: doubles are whole numbers there.
      if (held > Number.MAX_SAFE_INTEGER || held < Number.MIN_SAFE_INTEGER) {
        if (isRepeated(name, value)) delete value[name];
        else throw new Fault('UNSAFE_INTEGER', `field "${shown(name)}"`);
      }
    } else if (typeof held === 'object' && held !== null) {
      // A list's places are names, too.
      refuseUnsafe(held as JsonObject, depth + 1);
    }
  }
}

/**
 * Debezium writes the time of a change three times, in nanoseconds too: they are always too large, and what they tell
 * stands beside them.
 */
function isRepeated(name: string, { ts_ms, ts_us }: JsonObject): boolean {
  return name === 'ts_ns' && typeof ts_ms === 'number' && typeof ts_us === 'number';
}

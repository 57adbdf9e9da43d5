/** Older major versions of an event, made the present one step by step before its data is checked. */
import { Fault } from '../errors/fault.ts';
import { isObject, type JsonObject } from './json.ts';

/** From that major version to the next: the data as it came, nulls and unknown fields too. */
export type Upcasts = Readonly<Record<number, (data: JsonObject) => JsonObject>>;

/** The event definition that `upcasts` belong to. */
interface Versioned {
  type: string;
  version: number;
  upcasts: Upcasts;
}

/** Every step from the oldest to the present version must be there. Fault EVENT_INVALID. */
export function checkUpcasts({ type, version, upcasts }: Versioned): void {
  for (const from of Object.keys(upcasts).map(Number)) {
    const leadsOn = from + 1 === version || (from + 1 < version && from + 1 in upcasts);
    if (!leadsOn) throw new Fault('EVENT_INVALID', `${type}: the upcast from ${from} does not lead to ${version}`);
  }
}

/** Faults: UNKNOWN_VERSION where no way leads from `from`, SCHEMA_MISMATCH where a step throws or gives no object. */
export function upcast({ type, version, upcasts }: Versioned, data: JsonObject, from: number): JsonObject {
  if (from !== version && !(from in upcasts)) {
    const known = [...Object.keys(upcasts), version].join(', ');
    throw new Fault('UNKNOWN_VERSION', `${type} has ${from}, known is ${known}`);
  }
  let current = data;
  for (let at = from; at < version; at += 1) current = step(`${type}: the upcast from ${at}`, upcasts[at], current);
  return current;
}

/** Data that a step can't read is broken as data that the schema refuses is: what it throws says what it missed. */
function step(name: string, change: Upcasts[number] | undefined, data: JsonObject): JsonObject {
  let changed: unknown;
  try {
    changed = change?.(data);
  } catch (cause) {
    const message = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    throw new Fault('SCHEMA_MISMATCH', `${name} threw ${message}`, { cause });
  }
  if (!isObject(changed)) throw new Fault('SCHEMA_MISMATCH', `${name} gave no object`);
  return changed;
}

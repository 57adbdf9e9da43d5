/** One transaction: every condition is looked at, then all writes are done or none. */
import { hash } from 'node:crypto';
import { Fault } from '../errors/fault.ts';
import type { Database } from '../sqlite/database.ts';
import { added, allows, changed, holds } from './conditions.ts';
import { toJson } from './itemJson.ts';
import { refOf } from './refs.ts';
import { refusal } from './refusal.ts';
import { readItem, removeItem, writeItem } from './sqliteTables.ts';
import type { Add, Item, Outcome, SingleWrite, Write, WriteFailure } from './store.ts';

/** A write and, of a put, its item's text, which is stored and goes into the fingerprint. */
export interface Encoded {
  write: Write;
  json: string;
}

export function encode(writes: readonly Write[]): Encoded[] {
  return writes.map((write) => ({ write, json: write.op === 'put' ? toJson(write.item) : '' }));
}

/** Equal for equal writes, whatever the order of their attributes. */
export function fingerprintOf(writes: readonly Encoded[]): string {
  return hash('sha256', writes.map(described).join('\n'), 'base64url');
}

/** Runs inside a transaction. All writes, or the failures that stand in their way; a Fault rolls back. */
export function writeAll(db: Database, writes: readonly Encoded[]): WriteFailure[] {
  const found = writes.map(({ write }) => (looksFirst(write) ? readItem(db, refOf(write)) : undefined));
  const failures = writes.flatMap(({ write }, index) => failureOf(write, index, found[index]));
  if (failures.length > 0) return failures;
  for (const [index, write] of writes.entries()) apply(db, write, found[index]);
  return [];
}

/** Runs inside a transaction. */
export function writeAlone(db: Database, write: SingleWrite): Outcome {
  const found = looksFirst(write) ? readItem(db, refOf(write)) : undefined;
  if (!holds(write.when, found)) return refusal(write, found);
  try {
    for (const encoded of encode([write])) apply(db, encoded, found);
    return { kind: 'done' };
  } catch (error) {
    // A limit is looked at before anything is written.
    if (error instanceof Fault) return { kind: 'fault', fault: error };
    throw error;
  }
}

/** Runs inside a transaction. */
export function addTo(db: Database, write: Add, found = readItem(db, write.ref)): Item {
  const item = added(write, found);
  writeItem(db, write.ref.table, item, toJson(item));
  return item;
}

function described({ write, json }: Encoded): string {
  if (write.op === 'put') return `put ${write.table.name} ${json} ${write.when && toJson(write.when)}`;
  const { table, pk, sk } = write.ref;
  return toJson({ ...write, ref: [table.name, pk, sk] });
}

function looksFirst(write: Write): boolean {
  return write.op === 'add' || write.when !== undefined || refOf(write).table.tombstone !== undefined;
}

function failureOf(write: Write, index: number, found: Item | undefined): WriteFailure[] {
  return allows(write, found) ? [] : [{ index, reason: 'condition', ...(found && { found }) }];
}

function apply(db: Database, { write, json }: Encoded, found: Item | undefined): void {
  switch (write.op) {
    case 'put':
      writeItem(db, write.table, write.item, json);
      return;
    case 'add':
      addTo(db, write, found);
      return;
    case 'change': {
      const item = changed(write, found);
      writeItem(db, write.ref.table, item, toJson(item));
      return;
    }
    case 'remove':
      removeItem(db, write.ref);
      return;
    case 'check':
      return;
    default:
      write satisfies never;
  }
}

/** One transaction: every condition is looked at, then all writes are done or none. */
import { hash } from 'node:crypto';
import type { Database } from '../sqlite/database.ts';
import { added, holds } from './conditions.ts';
import { toJson } from './itemJson.ts';
import { readItem, removeItem, writeItem } from './sqliteTables.ts';
import { type Item, refOf, type Write, type WriteFailure } from './store.ts';

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

function described({ write, json }: Encoded): string {
  if (write.op === 'put') return `put ${write.table.name} ${json} ${write.when && toJson(write.when)}`;
  const { table, pk, sk } = write.ref;
  return toJson({ ...write, ref: [table.name, pk, sk] });
}

function looksFirst(write: Write): boolean {
  return write.op === 'add' || write.when !== undefined;
}

function failureOf(write: Write, index: number, found: Item | undefined): WriteFailure[] {
  const condition = write.op === 'add' ? undefined : write.when;
  return holds(condition, found) ? [] : [{ index, reason: 'condition', ...(found && { found }) }];
}

function apply(db: Database, { write, json }: Encoded, found: Item | undefined): void {
  switch (write.op) {
    case 'put':
      writeItem(db, write.table, write.item, json);
      return;
    case 'add': {
      const item = added(write, found);
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

/** One transaction: every condition is looked at, then all writes are done or none. */
import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { Fault } from '../errors/fault.ts';
import { added, holds } from './conditions.ts';
import { fromItemJson, toItemJson } from './itemJson.ts';
import { checkItem } from './limits.ts';
import type { TableStatements } from './sqliteTables.ts';
import { type Item, type Ref, refOf, type Table, type Write, type WriteFailure } from './store.ts';

export type Statements = ReadonlyMap<string, TableStatements>;

/** Client tokens are remembered for ten minutes, as DynamoDB does. */
const TOKEN_SECONDS = 600;

export function createTokens(db: DatabaseSync): void {
  db.exec('CREATE TABLE IF NOT EXISTS tokens (token TEXT PRIMARY KEY, writes TEXT NOT NULL, at INTEGER NOT NULL)');
  db.exec('CREATE INDEX IF NOT EXISTS "tokens.at" ON tokens (at)');
}

export interface Tokens {
  /** Were these very writes done under this token? Fault STORE_LIMIT when others were. */
  isDone(token: string, fingerprint: string, seconds: number): boolean;
  remember(token: string, fingerprint: string, seconds: number): void;
  purge(seconds: number): void;
}

export function prepareTokens(db: DatabaseSync): Tokens {
  const find = db.prepare('SELECT writes FROM tokens WHERE token = ? AND at > ?');
  const insert = db.prepare('INSERT OR REPLACE INTO tokens (token, writes, at) VALUES (?, ?, ?)');
  const remove = db.prepare('DELETE FROM tokens WHERE at <= ?');
  return {
    isDone: (token, fingerprint, seconds) => {
      const found = find.get(token, seconds - TOKEN_SECONDS);
      if (found && found['writes'] !== fingerprint)
        throw new Fault('STORE_LIMIT', `token ${token} was used for other writes`);
      return found !== undefined;
    },
    remember: (token, fingerprint, seconds) => void insert.run(token, fingerprint, seconds),
    purge: (seconds) => void remove.run(seconds - TOKEN_SECONDS),
  };
}

/** The write lock is taken at the start, so that what is read inside can't change before it is written. */
export function inTransaction<T>(db: DatabaseSync, work: () => T): T {
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

/** All writes, or the failures that stand in their way. */
export function writeAll(statements: Statements, writes: readonly Write[]): WriteFailure[] {
  const found = writes.map((write) => readItem(statements, refOf(write)));
  const failures = writes.flatMap((write, index) => failureOf(write, index, found[index]));
  if (failures.length > 0) return failures;
  for (const [index, write] of writes.entries()) apply(statements, write, found[index]);
  return [];
}

export function readItem(statements: Statements, { table, pk, sk }: Ref): Item | undefined {
  const row = statementsOf(statements, table).get.get(pk, sk);
  return row && fromItemJson(String(row['item']));
}

/** Equal for equal writes. */
export function fingerprintOf(writes: readonly Write[]): string {
  const plain = writes.map((write) =>
    write.op === 'put'
      ? [write.op, write.table.name, toItemJson(write.item), write.when]
      : [write.op, write.ref.table.name, { ...write, ref: [write.ref.pk, write.ref.sk] }],
  );
  return createHash('sha256').update(JSON.stringify(plain)).digest('base64url');
}

function failureOf(write: Write, index: number, found: Item | undefined): WriteFailure[] {
  const condition = write.op === 'add' ? undefined : write.when;
  return holds(condition, found) ? [] : [{ index, reason: 'condition', ...(found && { found }) }];
}

function apply(statements: Statements, write: Write, found: Item | undefined): void {
  const { table, pk, sk } = refOf(write);
  const prepared = statementsOf(statements, table);
  if (write.op === 'check') return;
  if (write.op === 'remove') {
    prepared.remove.run(pk, sk);
    return;
  }
  const item = write.op === 'add' ? added(write, found) : write.item;
  if (write.op === 'add') checkItem(item, `${table.name} ${pk} ${sk}`);
  const { expiresAt } = item;
  prepared.put.run(pk, sk, toItemJson(item), table.expires && typeof expiresAt === 'number' ? expiresAt : null);
}

function statementsOf(statements: Statements, table: Table): TableStatements {
  const found = statements.get(table.name);
  if (!found) throw new Fault('UNDECLARED', `table ${table.name}`);
  return found;
}

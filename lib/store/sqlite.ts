/** The store on SQLite: one file, shared by processes, surviving SIGKILL, with DynamoDB's conditions and limits. */
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Fault } from '../errors/fault.ts';
import { added, holds } from './conditions.ts';
import { fromItemJson, toItemJson } from './itemJson.ts';
import { checkItem, checkReads, checkWrites } from './limits.ts';
import { queryPage } from './sqliteQuery.ts';
import { createTable, prepareTable, type TableStatements } from './sqliteTables.ts';
import {
  type Item,
  type Page,
  type Ref,
  refOf,
  type Store,
  type Table,
  type Write,
  type WriteFailure,
} from './store.ts';

export interface SqliteStoreOptions {
  file: string;
  tables: readonly Table[];
  /** How long a writer waits for another one's transaction, in milliseconds. */
  lockWaitMs?: number;
  /** Epoch milliseconds. */
  now?: () => number;
}

/** Client tokens are remembered for ten minutes, as DynamoDB does. */
const TOKEN_SECONDS = 600;
const PURGE_EVERY = 500;
const PURGE_ROWS = 1_000;

/** Other processes' transactions are waited for, so a 'conflict' never comes from here. Fault STORE_UNAVAILABLE. */
export function sqliteStore({ file, tables, lockWaitMs = 5_000, now = Date.now }: SqliteStoreOptions): Store {
  const db = guarded(() => openDatabase(file, tables, lockWaitMs), file);
  const statements = new Map(tables.map((table) => [table.name, prepareTable(db, table)]));
  const tokens = db.prepare('SELECT writes FROM tokens WHERE token = ? AND at > ?');
  const remember = db.prepare('INSERT OR REPLACE INTO tokens (token, writes, at) VALUES (?, ?, ?)');
  const forget = db.prepare('DELETE FROM tokens WHERE at <= ?');
  let transactions = 0;

  const get = (ref: Ref) => readItem(statements, ref);
  const run = (writes: readonly Write[], token: string): WriteFailure[] => {
    const seconds = Math.floor(now() / 1000);
    const fingerprint = fingerprintOf(writes);
    const before = tokens.get(token, seconds - TOKEN_SECONDS);
    if (before && before['writes'] !== fingerprint)
      throw new Fault('STORE_LIMIT', `token ${token} was used for other writes`);
    if (before) return [];
    const found = writes.map((write) => get(refOf(write)));
    const failures = writes.flatMap((write, index) => failureOf(write, index, found[index]));
    if (failures.length > 0) return failures;
    for (const [index, write] of writes.entries()) apply(statements, write, found[index]);
    remember.run(token, fingerprint, seconds);
    transactions += 1;
    if (transactions % PURGE_EVERY === 1) {
      forget.run(seconds - TOKEN_SECONDS);
      for (const table of tables) if (table.expires) statements.get(table.name)?.purge.run(seconds, PURGE_ROWS);
    }
    return [];
  };

  return {
    read: async (refs) => {
      checkReads(refs);
      return guarded(() => refs.map(get), file);
    },
    query: async <I extends Item>(
      from: { table: Table<I>; index?: string; partition: string },
      range = {},
      page?: string,
    ) => guarded(() => queryPage(db, from, range, page) as Page<I>, file),
    transact: async (writes, token) => {
      checkWrites(writes);
      return guarded(() => inTransaction(db, () => run(writes, token)), file);
    },
    close: async () => db.close(),
  };
}

function openDatabase(file: string, tables: readonly Table[], lockWaitMs: number): DatabaseSync {
  mkdirSync(dirname(file), { recursive: true });
  const db = new DatabaseSync(file, { timeout: lockWaitMs });
  // A process may die at any moment without losing what was committed; only a power cut could cost the last moments.
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
  inTransaction(db, () => {
    db.exec('CREATE TABLE IF NOT EXISTS tokens (token TEXT PRIMARY KEY, writes TEXT NOT NULL, at INTEGER NOT NULL)');
    db.exec('CREATE INDEX IF NOT EXISTS "tokens.at" ON tokens (at)');
    for (const table of tables) createTable(db, table);
  });
  return db;
}

/** The write lock is taken at the start, so that what is read inside can't change before it is written. */
function inTransaction<T>(db: DatabaseSync, work: () => T): T {
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

type Statements = ReadonlyMap<string, TableStatements>;

function readItem(statements: Statements, { table, pk, sk }: Ref): Item | undefined {
  const row = statementsOf(statements, table).get.get(pk, sk);
  return row && fromItemJson(String(row['item']));
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

function fingerprintOf(writes: readonly Write[]): string {
  const plain = writes.map((write) =>
    write.op === 'put'
      ? [write.op, write.table.name, toItemJson(write.item), write.when]
      : [write.op, write.ref.table.name, { ...write, ref: [write.ref.pk, write.ref.sk] }],
  );
  return createHash('sha256').update(JSON.stringify(plain)).digest('base64url');
}

function guarded<T>(work: () => T, file: string): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ERR_SQLITE_ERROR') {
      throw new Fault('STORE_UNAVAILABLE', `${file}: ${cause.message}`, { cause });
    }
    throw cause;
  }
}

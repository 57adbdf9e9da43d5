/** The SQL of declared tables: created where they are missing, and the statements on their items. */
import { Fault } from '../errors/fault.ts';
import type { Database } from '../sqlite/database.ts';
import { itemFromJson } from './itemJson.ts';
import type { Item, Ref, Table } from './store.ts';

/** Idempotent. Text compares as UTF-8 bytes, as sort keys do in DynamoDB. */
export function createTable(db: Database, table: Table): void {
  const name = quoted(table.name);
  const create = (sql: string) => db.statement(sql).run();
  create(
    `CREATE TABLE IF NOT EXISTS ${name} (pk TEXT NOT NULL, sk TEXT NOT NULL, item TEXT NOT NULL,
     expires_at INTEGER, PRIMARY KEY (pk, sk)) WITHOUT ROWID`,
  );
  for (const [index, keys] of Object.entries(table.indexes)) {
    const [partition, sort] = [field(keys.partition), field(keys.sort)];
    // Its keys are part of its name: an index that changes its keys is another one.
    const called = quoted(`${table.name}.${index}(${keys.partition},${keys.sort})`);
    create(
      `CREATE INDEX IF NOT EXISTS ${called} ON ${name} (${partition}, ${sort}, pk, sk)
       WHERE ${partition} IS NOT NULL AND ${sort} IS NOT NULL`,
    );
  }
  if (!table.expires) return;
  const expiry = quoted(`${table.name}.expiry`);
  create(`CREATE INDEX IF NOT EXISTS ${expiry} ON ${name} (expires_at) WHERE expires_at IS NOT NULL`);
}

export function readItem(db: Database, { table, pk, sk }: Ref): Item | undefined {
  const row = db.statement(`SELECT item FROM ${quoted(table.name)} WHERE pk = ? AND sk = ?`).get(pk, sk);
  return row && itemFromJson(String(row['item']));
}

/** `json` is the item's text. */
export function writeItem(db: Database, table: Table, { pk, sk, expiresAt }: Item, json: string): void {
  const sql = `INSERT OR REPLACE INTO ${quoted(table.name)} (pk, sk, item, expires_at) VALUES (?, ?, ?, ?)`;
  db.statement(sql).run(pk, sk, json, table.expires && typeof expiresAt === 'number' ? expiresAt : null);
}

export function removeItem(db: Database, { table, pk, sk }: Ref): void {
  db.statement(`DELETE FROM ${quoted(table.name)} WHERE pk = ? AND sk = ?`).run(pk, sk);
}

/** At most `rows` items, the longest expired first. */
export function purgeExpired(db: Database, table: Table, nowMs: number, rows: number): void {
  const name = quoted(table.name);
  const expired = `SELECT pk, sk FROM ${name} WHERE expires_at < ? ORDER BY expires_at LIMIT ?`;
  db.statement(`DELETE FROM ${name} WHERE (pk, sk) IN (${expired})`).run(nowMs / 1000, rows);
}

/** An adapter knows the tables that it was opened with. Fault UNDECLARED. */
export function checkKnown(tables: ReadonlyMap<string, Table>, { name }: Table): void {
  if (!tables.has(name)) throw new Fault('UNDECLARED', `table ${name}`);
}

/** An attribute inside the item's JSON. */
export function field(attribute: string): string {
  return `(item ->> '$."${attribute.replaceAll("'", "''")}"')`;
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** The SQL of declared tables: created where they are missing, and their statements, prepared once. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Table } from './store.ts';

export interface TableStatements {
  get: StatementSync;
  put: StatementSync;
  remove: StatementSync;
  purge: StatementSync;
}

/** Idempotent, also when several processes start at once. */
export function createTable(db: DatabaseSync, table: Table): void {
  db.exec(
    `CREATE TABLE IF NOT EXISTS ${quoted(table.name)} (pk TEXT NOT NULL, sk TEXT NOT NULL, item TEXT NOT NULL,
     expires_at INTEGER, PRIMARY KEY (pk, sk)) WITHOUT ROWID`,
  );
  for (const [name, { partition, sort }] of Object.entries(table.indexes)) {
    db.exec(
      `CREATE INDEX IF NOT EXISTS ${quoted(`${table.name}.${name}`)} ON ${quoted(table.name)}
       (${field(partition)}, ${field(sort)}, pk, sk) WHERE ${field(partition)} IS NOT NULL AND ${field(sort)} IS NOT NULL`,
    );
  }
  if (!table.expires) return;
  const index = quoted(`${table.name}.expiry`);
  db.exec(`CREATE INDEX IF NOT EXISTS ${index} ON ${quoted(table.name)} (expires_at) WHERE expires_at IS NOT NULL`);
}

export function prepareTable(db: DatabaseSync, table: Table): TableStatements {
  const name = quoted(table.name);
  return {
    get: db.prepare(`SELECT item FROM ${name} WHERE pk = ? AND sk = ?`),
    put: db.prepare(`INSERT OR REPLACE INTO ${name} (pk, sk, item, expires_at) VALUES (?, ?, ?, ?)`),
    remove: db.prepare(`DELETE FROM ${name} WHERE pk = ? AND sk = ?`),
    purge: db.prepare(
      `DELETE FROM ${name} WHERE (pk, sk) IN (SELECT pk, sk FROM ${name} WHERE expires_at < ? ORDER BY expires_at LIMIT ?)`,
    ),
  };
}

/** An attribute inside the item's JSON. */
export function field(attribute: string): string {
  return `(item ->> '$.${attribute}')`;
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

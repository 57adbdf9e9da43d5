/** Remembers the transactions done lately, by their client tokens. */
import { Fault } from '../errors/fault.ts';
import type { Database } from '../sqlite/database.ts';

/** The time that DynamoDB remembers a token (AWS: TransactWriteItems, ClientRequestToken). */
const REMEMBERED_MS = 10 * 60 * 1000;

/** "$" keeps it apart from declared tables. */
const TABLE = '"$tokens"';

/** By period first, so that old tokens lie together and need no index of their own, which every transaction would write. */
export function createTokens(db: Database): void {
  const columns = 'period INTEGER, token TEXT, writes TEXT NOT NULL, done_at INTEGER NOT NULL';
  db.statement(`CREATE TABLE IF NOT EXISTS ${TABLE} (${columns}, PRIMARY KEY (period, token)) WITHOUT ROWID`).run();
}

/** Were these very writes done under this token? Fault STORE_LIMIT when others were. */
export function isDone(db: Database, token: string, fingerprint: string, nowMs: number): boolean {
  const find = db.statement(`SELECT writes FROM ${TABLE} WHERE period = ? AND token = ? AND done_at >= ?`);
  const since = nowMs - REMEMBERED_MS;
  const found = find.get(periodOf(nowMs), token, since) ?? find.get(periodOf(since), token, since);
  if (found && found['writes'] !== fingerprint) {
    throw new Fault('STORE_LIMIT', `token ${token} was used for other writes in the last 10 minutes`);
  }
  return found !== undefined;
}

export function rememberToken(db: Database, token: string, fingerprint: string, nowMs: number): void {
  const sql = `INSERT OR REPLACE INTO ${TABLE} (period, token, writes, done_at) VALUES (?, ?, ?, ?)`;
  db.statement(sql).run(periodOf(nowMs), token, fingerprint, nowMs);
}

/** At most `rows` tokens that nobody may ask for any more. */
export function purgeTokens(db: Database, nowMs: number, rows: number): void {
  const old = `SELECT period, token FROM ${TABLE} WHERE period < ? LIMIT ?`;
  db.statement(`DELETE FROM ${TABLE} WHERE (period, token) IN (${old})`).run(periodOf(nowMs) - 1, rows);
}

function periodOf(nowMs: number): number {
  return Math.floor(nowMs / REMEMBERED_MS);
}

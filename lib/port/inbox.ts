/** An inbox stands for a provider locally: it lists the messages it took, in SQLite, shared by processes, surviving SIGKILL. */
import type { Clock } from '../clock/clock.ts';
import { openDatabase } from '../sqlite/database.ts';

/** The circumstances of a message. */
export interface Arrival {
  key: string;
  function: string;
  /** ISO 8601. */
  sentAt: string;
}

export interface Sender {
  function: string;
  /** Whether a second message under the same key is recognised, answered with success, and not kept. */
  takesKeys: boolean;
  now: Clock;
}

export interface Inbox<Message, Received> {
  receive(message: Message, key: string, sender: Sender): void;
  /** Newest first. `after` skips those up to that position. */
  list(limit: number, after?: number): Received[];
  /** The number of the newest message, 0 when there is none. */
  position(): number;
  close(): void;
}

const LOCK_WAIT_MS = 5_000;

/** `table` is the port's own, so that one file holds the inboxes of all. */
export function openInbox<Message extends object>(file: string, table: string): Inbox<Message, Message & Arrival> {
  const db = openDatabase({ file, lockWaitMs: LOCK_WAIT_MS, fault: 'DEPENDENCY_UNAVAILABLE' });
  db.execute(`CREATE TABLE IF NOT EXISTS ${table} (
    position INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL, unique_key TEXT UNIQUE, message TEXT NOT NULL)`);
  const insert = db.statement(`INSERT OR IGNORE INTO ${table} (key, unique_key, message) VALUES (?, ?, ?)`);
  const newest = db.statement(`SELECT message FROM ${table} WHERE position > ? ORDER BY position DESC LIMIT ?`);
  const last = db.statement(`SELECT coalesce(max(position), 0) AS position FROM ${table}`);
  return {
    receive(message, key, { function: name, takesKeys, now }) {
      const arrival: Arrival = { key, function: name, sentAt: new Date(now()).toISOString() };
      db.run(() => insert.run(key, takesKeys ? key : null, JSON.stringify({ ...message, ...arrival })));
    },
    list: (limit, after = 0) =>
      newest.all(after, limit).map((row) => JSON.parse(String(row['message'])) as Message & Arrival),
    position: () => Number(last.get()?.['position']),
    close: () => db.close(),
  };
}

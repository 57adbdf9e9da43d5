/** The local stand-in for a mail provider: an inbox in SQLite, shared by processes, surviving SIGKILL. */
import type { Clock } from '../clock/clock.ts';
import { Fault } from '../errors/fault.ts';
import { openDatabase } from '../sqlite/database.ts';
import type { Email, Mail } from './mail.ts';
import { recipientsOf } from './recipients.ts';

/** An e-mail as it arrived. */
export interface ReceivedEmail {
  to: string[];
  subject: string;
  text: string;
  html: string;
  key: string;
  function: string;
  /** ISO 8601. */
  sentAt: string;
}

export interface Inbox {
  mail(sender: { function: string; takesKeys: boolean; now: Clock }): Mail;
  /** Newest first. `after` skips those up to that position. */
  list(limit: number, after?: number): ReceivedEmail[];
  /** The number of the newest e-mail, 0 when there is none. */
  position(): number;
  close(): void;
}

const LOCK_WAIT_MS = 5_000;

const schema = `CREATE TABLE IF NOT EXISTS emails (
  position INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL, unique_key TEXT UNIQUE, email TEXT NOT NULL)`;

export function openInbox(file: string): Inbox {
  const db = openDatabase({ file, lockWaitMs: LOCK_WAIT_MS, fault: 'DEPENDENCY_UNAVAILABLE' });
  db.execute(schema);
  // A provider that takes keys answers a repeat with success and sends nothing.
  const receive = db.statement('INSERT OR IGNORE INTO emails (key, unique_key, email) VALUES (?, ?, ?)');
  const newest = db.statement('SELECT email FROM emails WHERE position > ? ORDER BY position DESC LIMIT ?');
  const last = db.statement('SELECT coalesce(max(position), 0) AS position FROM emails');

  return {
    mail: (sender) => ({
      takesKeys: sender.takesKeys,
      send: async (email: Email, { key, signal }) => {
        if (signal.aborted) throw new Fault('TIMED_OUT', `an e-mail under key ${key}`);
        recipientsOf(email);
        const received: ReceivedEmail = {
          ...email,
          to: [...email.to],
          key,
          function: sender.function,
          sentAt: new Date(sender.now()).toISOString(),
        };
        db.run(() => receive.run(key, sender.takesKeys ? key : null, JSON.stringify(received)));
      },
    }),
    list: (limit, after = 0) =>
      newest.all(after, limit).map((row) => JSON.parse(String(row['email'])) as ReceivedEmail),
    position: () => Number(last.get()?.['position']),
    close: () => db.close(),
  };
}

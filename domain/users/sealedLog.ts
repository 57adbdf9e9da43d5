/** Logs about a user: they only grow. The table alone tells when and what kind; the rest opens under the user's key. */
import type { Envelope } from '../../lib/envelope/envelope.ts';
import { idInKeys } from '../../lib/envelope/idInKeys.ts';
import { placeOf, seal } from '../../lib/sealing/seal.ts';
import { type Item, type Put, putIfAbsent, type Table } from '../../lib/store/store.ts';
import { sortableTime } from '../time.ts';
import type { LivingUser } from './aboutUser.ts';
import { userKey } from './user.ts';

/** In the order of their times, one entry an event. */
export interface LogEntry extends Item {
  at: string;
  sealed: string;
}

/** The entry of an event, if it is not there yet. What `user.key` wants written goes with it. */
export function sealedEntry<Entry extends LogEntry>(
  table: Table<Entry>,
  user: LivingUser,
  { id, timestamp }: Pick<Envelope, 'id' | 'timestamp'>,
  content: { clear: Omit<Entry, keyof LogEntry>; sealed: unknown },
): Put {
  const key = { pk: userKey(user.id).pk, sk: `${sortableTime(timestamp)}#${idInKeys(id)}` };
  const sealed = seal(user.key.secret, placeOf({ table, ...key }), content.sealed);
  return putIfAbsent<LogEntry>(table, { ...key, ...content.clear, at: timestamp, sealed });
}

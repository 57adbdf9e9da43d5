/** Logs about a user: they only grow. The table alone tells when and what kind; the rest opens under the user's key. */
import { type Commit, commit } from '../../lib/commit/commit.ts';
import { fingerprint } from '../../lib/decisions/fingerprint.ts';
import type { Envelope } from '../../lib/envelope/envelope.ts';
import { idInKeys } from '../../lib/envelope/idInKeys.ts';
import { bindingOf, seal } from '../../lib/sealing/seal.ts';
import { type Item, type Put, putIfAbsent, type Table, type Write } from '../../lib/store/store.ts';
import { sortableTime } from '../time.ts';
import type { LivingUser } from './aboutUser.ts';
import { userKey } from './user.ts';

/** In the order of their times, one entry an event. */
export interface LogEntry extends Item {
  at: string;
  sealed: string;
}

/**
 * The commit of an event's entry, with what must be written beside it. The entry recognises a repeat by the user, time
 * and event id, or what the event tells where it has none, so two topics that tell one fact come to one; where no time is
 * known the engine's mark on the id does.
 */
export function entered(entry: Put, { hasNoTime }: Pick<Envelope, 'hasNoTime'>, beside: readonly Write[]): Commit {
  return hasNoTime ? commit({ writes: [entry, ...beside] }) : commit({ once: entry, writes: beside });
}

/** The entry of an event, if it is not there yet. What `user.key` wants written goes with it. */
export function sealedEntry<Entry extends LogEntry>(
  table: Table<Entry>,
  user: LivingUser,
  event: Pick<Envelope, 'id' | 'timestamp' | 'isKnownByBytes' | 'data'>,
  content: { clear: Omit<Entry, keyof LogEntry>; sealed: unknown },
): Put {
  const { timestamp } = event;
  const key = { pk: userKey(user.id).pk, sk: `${sortableTime(timestamp)}#${nameOf(event)}` };
  const sealed = seal(user.key.secret, bindingOf({ table, ...key }), content.sealed);
  return putIfAbsent<LogEntry>(table, { ...key, ...content.clear, at: timestamp, sealed });
}

/** Published anew, an event without an id stands at another place, and its id with it. */
function nameOf({ id, isKnownByBytes, data }: Pick<Envelope, 'id' | 'isKnownByBytes' | 'data'>): string {
  return isKnownByBytes ? `~${fingerprint(data)}` : idInKeys(id);
}

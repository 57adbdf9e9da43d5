/**
 * Registrations and logins as facts, and their counts by day. They hold a user's id and a day, nothing of the person, and
 * so are counted also after the user was deleted: the sums are the same whichever of the two events is handled first.
 */
import type { userLoggedIn, userRegistered } from '../../events/user.ts';
import { loginCounted, registrationCounted } from '../../events/userAnalytics.ts';
import { type Commit, commit, type DecisionContext, type Skip, skip } from '../../lib/commit/commit.ts';
import type { Envelope } from '../../lib/envelope/envelope.ts';
import type { DataOf } from '../../lib/envelope/event.ts';
import { defineTable, type Item, putIfAbsent } from '../../lib/store/store.ts';
import { userKey } from '../users/user.ts';
import { countOne } from './counters.ts';

/** A user whose registration was counted, and on which day. Kept for ever: a user registers once. */
export interface CountedUser extends Item {
  day: string;
}

export const countedUsers = defineTable<CountedUser>({ name: 'countedUsers' });

type Registration = Envelope<DataOf<typeof userRegistered>>;
type Login = Envelope<DataOf<typeof userLoggedIn>>;
type Writer = Pick<DecisionContext, 'writer'>;

/** One user is one fact, whichever topic told first: all of ours tell the same time, and so the same day. */
export function registrationFact({ id, timestamp, data }: Registration, { writer }: Writer): Commit | Skip {
  if (data.user_id === undefined) return skip('a registration without a user id');
  const day = dayOf(timestamp);
  return commit({
    once: putIfAbsent(countedUsers, { ...userKey(data.user_id), day }),
    writes: [countOne('user.registered', day, writer)],
    events: [registrationCounted({ user_id: data.user_id, day, cause_event_id: id })],
  });
}

export function loginFact({ id, timestamp, data }: Login, { writer }: Writer): Commit | Skip {
  if (data.user_id === undefined) return skip('a login without a user id');
  const day = dayOf(timestamp);
  return commit({
    writes: [countOne('user.logged_in', day, writer)],
    events: [loginCounted({ user_id: data.user_id, day, cause_event_id: id })],
  });
}

const DAY = '2026-11-21'.length;

/** The day of a time that is given in UTC. */
function dayOf(time: string): string {
  return time.slice(0, DAY);
}

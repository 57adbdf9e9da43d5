/**
 * Registrations and logins as facts, and their counts by day. They hold a user's id and a day, nothing of the person, and
 * so are counted also after the user was deleted: the sums are the same whichever of the two events is handled first.
 */
import * as z from 'zod';
import type { userLoggedIn, userRegistered } from '../../events/user.ts';
import { loginCounted, registrationCounted } from '../../events/userAnalytics.ts';
import { type Commit, commit, type Skip, type Surroundings, skip } from '../../lib/commit/commit.ts';
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
type Writer = Pick<Surroundings, 'writer'>;

export function registrationFact(registration: Registration, { writer }: Writer): Commit | Skip {
  const { id, data } = registration;
  if (data.user_id === undefined) return skip('a registration without a user id');
  const day = dayOfRegistration(registration);
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

const rfc3339 = z.iso.datetime({ offset: true });

/** What Go writes for a time that it does not have. */
const GO_ZERO_TIME = '0001-01-01';

/**
 * `created_at` goes first: on one of the topics the format has no time of its own, and the record's, that of its sending,
 * may be the next day's. Foreign ones hold it in whatever form, or none.
 */
function dayOfRegistration({ data, timestamp }: Registration): string {
  const told = rfc3339.safeParse(data.created_at);
  const day = told.success ? dayOf(new Date(told.data).toISOString()) : GO_ZERO_TIME;
  return day === GO_ZERO_TIME ? dayOf(timestamp) : day;
}

/** Of a time in UTC. */
function dayOf(time: string): string {
  return time.slice(0, GO_ZERO_TIME.length);
}

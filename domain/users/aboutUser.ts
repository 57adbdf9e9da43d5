/** Decisions about what a person did or what happened to them: none without a user id, and none once they were deleted. */
import { userId } from '../../events/userId.ts';
import type { Commit, DecisionContext, Loaded, MustLoad, Refs, Refusal, Skip } from '../../lib/commit/commit.ts';
import { skip } from '../../lib/commit/commit.ts';
import type { Decider } from '../../lib/decisions/decider.ts';
import type { Envelope } from '../../lib/envelope/envelope.ts';
import type { AnyEvent, DataOf } from '../../lib/envelope/event.ts';
import { Fault } from '../../lib/errors/fault.ts';
import { parseSafely } from '../../lib/schema/parseSafely.ts';
import { type OpenKey, openKey, type UserKey, userKeyRef } from './userKey.ts';

/** Not deleted, as far as what was loaded tells. Who seals under the key writes what is to be written with it. */
export interface LivingUser {
  id: string;
  key: OpenKey;
}

interface AboutUser<Event extends AnyEvent, R extends Refs, Settings> {
  /** Names the items that the decision needs beside the user's key. */
  load?: (userId: string) => R;
  decide: (
    user: LivingUser,
    event: Envelope<DataOf<Event>>,
    loaded: Loaded<R>,
    context: DecisionContext<Settings>,
  ) => Commit | Refusal | Skip;
}

/**
 * The key is loaded, and tells whether the user was deleted; so does a tombstone (an item with `deletedAt`) among what
 * else is loaded, for an erasure may come between two reads. One that comes later is kept out by the conditions of what
 * is written. Fault SCHEMA_MISMATCH: a user id that is none.
 */
export function aboutUser<Event extends AnyEvent, R extends Refs = Refs, Settings = unknown>(
  about: AboutUser<Event, R, Settings> & MustLoad<R, (userId: string) => R>,
): Decider<Event, Refs, Settings> {
  return {
    load: (event) => {
      const id = userIdOf(event);
      return id === undefined ? {} : { ...about.load?.(id), userKey: userKeyRef(id) };
    },
    decide: (event, loaded, context) => {
      const id = userIdOf(event);
      if (id === undefined) return skip('an event without a user id');
      const key = openKey(id, loaded['userKey'] as UserKey | undefined, context);
      const isErased = Object.values(loaded).some((item) => item?.['deletedAt'] !== undefined);
      if (!key || isErased) return skip('an event of a deleted user');
      return about.decide({ id, key }, event, loaded as Loaded<R>, context);
    },
  };
}

/** The user whom the event names, also where no schema checked the data. null and Go's zero values name nobody. */
function userIdOf({ type, data }: Envelope<unknown>): string | undefined {
  const { user_id: told } = data as { user_id?: unknown };
  if (told === undefined || told === null || told === '' || told === 0) return undefined;
  const read = parseSafely(userId, told);
  if (read.success) return read.data;
  throw new Fault('SCHEMA_MISMATCH', `${type}: user_id: expected text or a whole number, came ${typeof told}`);
}

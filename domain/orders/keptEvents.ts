/** The items of a history as events that can be folded, opened with the keys of those whose orders they tell of. */
import type { DecisionContext } from '../../lib/commit/commit.ts';
import type { JsonObject } from '../../lib/envelope/json.ts';
import { OTHER_TYPE } from '../code.ts';
import { placeIn } from '../time.ts';
import { userKey } from '../users/user.ts';
import type { UserKey } from '../users/userKey.ts';
import type { KeptEvent } from './history.ts';
import { type OrderEvent, orderHistory } from './orderEvent.ts';
import { openRest } from './sealed.ts';
import { clearOf } from './told.ts';

export interface OpenedEvent extends KeptEvent {
  /** The event's id as its producer wrote it. */
  eventId: string;
  /** Is anything of it out of reach: sealed under a key that is gone, or never kept? */
  isPartial: boolean;
}

/** The users whose keys open these items. */
export function usersOf(items: readonly OrderEvent[]): string[] {
  return [...new Set(items.flatMap(({ sealed, userId }) => (sealed !== undefined && userId ? [userId] : [])))];
}

/** Fault SEAL_BROKEN: another secret than the events were sealed with. */
export function openEvents(
  items: readonly OrderEvent[],
  keys: readonly (UserKey | undefined)[],
  context: Pick<DecisionContext, 'digest'>,
): OpenedEvent[] {
  const byPlace = new Map(keys.map((key) => [key?.pk, key]));
  return items.map((item) => {
    const { eventId, sk, type, at, from, userId, withheld } = item;
    const key = userId === undefined ? undefined : byPlace.get(userKey(userId).pk);
    const opened = openRest(orderHistory, item, key, context);
    return {
      id: sk.slice(sk.indexOf('#') + 1),
      eventId,
      at,
      from: from ?? placeIn(eventId),
      clear: clearOf(item),
      ...namedBy(type, opened ?? {}),
      isPartial: opened === undefined || withheld !== undefined,
    };
  });
}

/** A type that is no code was sealed with the rest. */
function namedBy(type: string, rest: JsonObject): Pick<KeptEvent, 'type' | 'rest'> {
  const { event_type: told, ...others } = rest;
  return type === OTHER_TYPE && typeof told === 'string' ? { type: told, rest: others } : { type, rest };
}

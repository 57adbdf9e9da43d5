/** The history of orders: every event that somebody told of one, kept for ever and never changed. */
import {
  type Commit,
  commit,
  type DecisionContext,
  type Loaded,
  type Refusal,
  refuse,
} from '../../lib/commit/commit.ts';
import { fingerprint } from '../../lib/decisions/fingerprint.ts';
import type { Envelope } from '../../lib/envelope/envelope.ts';
import { idInKeys } from '../../lib/envelope/idInKeys.ts';
import type { JsonObject } from '../../lib/envelope/json.ts';
import { spreadOver } from '../../lib/store/spread.ts';
import { defineTable, type Item, putIfAbsent, type Ref } from '../../lib/store/store.ts';
import { isCode, OTHER_TYPE } from '../code.ts';
import { placeInLog, sortableTime } from '../time.ts';
import { openKey, type UserKey, userKeyRef } from '../users/userKey.ts';
import { orderKey } from './order.ts';
import { sealInto } from './sealed.ts';
import { type Clear, orderIdOf, splitEvent } from './told.ts';

/** Key: the order, and the time with the event's id, so that one query has them in order. */
export interface OrderEvent extends Item, Clear {
  eventId: string;
  type: string;
  at: string;
  /** The record's place in the log: of events of one time the order. Absent in events kept before it was noted. */
  from?: string;
  /** A digest of what was told: the same event with another one is a conflict. */
  content: string;
  /** The rest of what was told, under the key of the user. */
  sealed?: string;
  /** How many fields were not kept, because there is no user, or no longer one, whose key they could be sealed under. */
  withheld?: number;
  /** The list that the order stands in; only the event that created the order has it. */
  listed?: string;
}

/** `byUser` finds what is held of a person, `listed` all orders whose creation was told, list by list. */
export const orderHistory = defineTable<OrderEvent>({
  name: 'orderHistory',
  indexes: { byUser: { partition: 'userId', sort: 'sk' }, listed: { partition: 'listed', sort: 'pk' } },
});

const lists = spreadOver('orders', 16);
export const orderLists = lists.all;

export type Heard = Envelope<JsonObject>;
export type TheirKey = { key?: Ref<UserKey> };

export function keyOfUser({ data }: Heard): TheirKey {
  const { userId } = splitEvent(data).clear;
  return userId === undefined ? {} : { key: userKeyRef(userId) };
}

/**
 * An event that names no order can be put in no history: it is refused, and stays whole in the archive of dead letters.
 * An event without a user, or of a deleted one, keeps what is no personal data and counts what it leaves out.
 */
export function keepEvent(
  event: Heard,
  { key: userKey }: Loaded<TheirKey>,
  context: DecisionContext,
): Commit | Refusal {
  const orderId = orderIdOf(event.data);
  if (orderId === undefined) return refuse('expected order_id, a text of 1 to 256 characters or a whole number');
  const { clear, rest } = splitEvent(event.data);
  const content = context.digest(`${event.type} ${fingerprint(event.data)}`);
  const isPlain = isCode(event.type);
  const all = isPlain ? rest : { ...rest, event_type: event.type };
  const item = {
    pk: orderKey(orderId),
    sk: `${sortableTime(event.timestamp)}#${nameOf(event, content)}`,
    eventId: event.id.toWellFormed(),
    type: isPlain ? event.type : OTHER_TYPE,
    at: event.timestamp,
    from: placeInLog(context),
    ...clear,
    content,
    ...(makesOrder(event.type) && { listed: lists.of(orderId) }),
  };
  const key = clear.userId === undefined ? undefined : openKey(clear.userId, userKey, context);
  const withheld = key ? 0 : Object.keys(all).length;
  const kept = sealInto<OrderEvent>(orderHistory, { ...item, ...(withheld > 0 && { withheld }) }, all, key);
  const entry = putIfAbsent(orderHistory, kept.item);
  // The time is a part of the key: where none is known, the engine's mark recognises a repeat.
  if (event.hasNoTime) return commit({ writes: [entry, ...kept.writes] });
  return commit({ once: entry, sameAs: ['content'], writes: kept.writes });
}

/**
 * An id that is only a place may come again with another event, when its topic was made anew; and the same event with
 * another one, when it is published anew.
 */
function nameOf({ id, idIsPlace, isKnownByBytes }: Heard, content: string): string {
  if (isKnownByBytes) return content;
  return idIsPlace ? `${id}#${content}` : idInKeys(id);
}

/** By the dots of the payment platform or the underscores of TRX. */
function makesOrder(type: string): boolean {
  return type === 'order_created' || type === 'order.created';
}

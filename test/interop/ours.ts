/** Records of each kind that the three systems' services may read from us, of a user whose id is 2^53 - 1. */
import * as z from 'zod';
import { orderCreated } from '../../events/order.ts';
import { cardEventsTopic, videoEventsTopic } from '../../events/topics/cards.ts';
import { trxLogin, welcomeEmail } from '../../events/trx.ts';
import {
  userDeleted,
  userLoggedIn,
  userPasswordChanged,
  userRegistered,
  userStatusChanged,
  userUpdated,
} from '../../events/user.ts';
import { loginCounted, registrationCounted } from '../../events/userAnalytics.ts';
import { userNoticeRaised } from '../../events/userNotices.ts';
import { toLetter } from '../../lib/deadLetter/letter.ts';
import { encode } from '../../lib/envelope/encode.ts';
import { defineEvent, type NewEvent } from '../../lib/envelope/event.ts';
import { Fault } from '../../lib/errors/fault.ts';
import type { NewRecord } from '../../lib/kafka/record.ts';

const user_id = '9007199254740991';
const told = { user_id, username: 'müller', email: 'mueller@example.com' };
const state = {
  ...told,
  user_version: 2,
  status: 'active',
  locale: 'en',
  profile: { city: 'Köln' },
  created_at: '2026-11-21T08:00:00.000Z',
  field_times: { email: '2026-11-21T09:00:00.000Z' },
};
const place = { ip: '203.0.113.7', country: 'DE', user_agent: 'curl/8.5' };
const order = {
  order_id: 'ord-42',
  order_no: 'ORD20261121A1',
  user_id,
  merchant_id: 'm-7',
  amount: 1990,
  currency: 'EUR',
  status: 'created',
  created_at: '2026-11-21T08:00:00.000Z',
};

/** No function of ours tells of cards and videos; whoever does, writes them so. */
const cardCreated = defineEvent({
  type: 'card.created',
  version: 1,
  topic: cardEventsTopic,
  data: z.object({ card_id: z.string(), title: z.string() }),
  key: ({ card_id }) => card_id,
});
const videoUpdated = defineEvent({
  type: 'video.updated',
  version: 1,
  topic: videoEventsTopic,
  data: z.object({ video_id: z.string(), title: z.string() }),
  key: ({ video_id }) => video_id,
});

const events: NewEvent[] = [
  userRegistered(state),
  userLoggedIn({ ...state, ...place, failed_attempts: 2 }),
  userPasswordChanged(state),
  userStatusChanged({ ...state, status: 'locked', old_status: 'active', reason: 'asked for' }),
  userUpdated({ ...state, changes: { email: 'mueller@example.com' } }),
  userDeleted({ ...told, user_version: 3, locale: 'en', deleted_at: '2026-11-21T10:00:00.000Z' }),
  welcomeEmail({ ...told, locale: 'en' }),
  trxLogin({ user_id, username: 'müller', ...place }),
  orderCreated(order),
  userNoticeRaised({
    user_id,
    notice: 'password_changed',
    params: { at: '2026-11-21' },
    category: 'security',
    cause_event_id: 'event-3',
  }),
  registrationCounted({ user_id, day: '2026-11-21', cause_event_id: 'event-1' }),
  loginCounted({ user_id, day: '2026-11-21', cause_event_id: 'event-2' }),
  cardCreated({ card_id: 'card-7', title: 'Grüße' }),
  videoUpdated({ video_id: 'video-8', title: '{not JSON' }),
];

const trace = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };

/** `event-1` is the first one's id. What goes to other systems' topics is left out. */
export function ourRecords(): NewRecord[] {
  const at = '2026-11-21T08:00:00.000Z';
  const records = events.flatMap((event, place) => encode({ ...event, fact: { id: `event-${place + 1}`, at } }, trace));
  return records.filter(({ topic }) => topic !== 'order.created');
}

/** One of a record that a schema refused, and one of a record that is no JSON. */
export function ourLetters(): NewRecord[] {
  const fault = new Fault('SCHEMA_MISMATCH', 'email');
  const times = { firstFailedAt: '2026-11-21T08:00:05.000Z', failedAt: '2026-11-21T08:00:06.000Z' };
  const failure = { letterId: 'letter-1', consumer: 'sendWelcomeEmail', fault, attempts: 1, ...times };
  const place = { topic: 'user.events', partition: 1, timestamp: 1_795_248_000_000, headers: [] };
  return ['{"type":"user.registered","user_id":"7","email":"zoé"}', '{broken'].map((value, at) => {
    const record = { ...place, offset: 43 + at, key: Buffer.from('7'), value: Buffer.from(value) };
    return toLetter(record, 'dead-letter-queue', failure);
  });
}

/** A record that says where it is. */
export function plainRecord(topic: string): NewRecord {
  return { topic, key: Buffer.from('7'), value: Buffer.from(JSON.stringify({ on: topic })), headers: [] };
}

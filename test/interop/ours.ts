/** An event of each kind that the three systems' services may read from us, of a user whose id is 2^53 - 1. */
import { orderCreated } from '../../events/order.ts';
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
import { encode } from '../../lib/envelope/encode.ts';
import type { NewEvent } from '../../lib/envelope/event.ts';
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
];

const trace = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };

/** `event-1` is the first one's id. What goes to other systems' topics is left out. */
export function ourRecords(): NewRecord[] {
  const at = '2026-11-21T08:00:00.000Z';
  const records = events.flatMap((event, place) => encode({ ...event, fact: { id: `event-${place + 1}`, at } }, trace));
  return records.filter(({ topic }) => topic !== 'order.created');
}

/**
 * Instructions for the foreign programs, so that every topic of the three systems has its documented shapes as a
 * real producer writes them: each line's sample in `events/samples/` is the record as it lay on the broker.
 */
import type { Line } from './programs.ts';

const zoe = { user_id: '373476556801234', username: 'zoe' };
const email = 'Zoe@Example.com';
/** 2^53 - 1. */
const trxId = 9_007_199_254_740_991;

/** The base that the struct of an event of the user centre embeds; the id ends in these two digits. */
function base(digits: string, type: string) {
  const id = `4c0d2f6e-7a91-4e35-8b1c-9f20a6d4e7${digits}`;
  return { id, type, version: '1.0', timestamp: '2026-11-21T16:00:00.123456789+08:00' };
}

const toUserCentre = (topic: string, value: object): Line => ({ topic, key: zoe.user_id, value });
const userEvent = (digits: string, type: string, more: object): Line =>
  toUserCentre('user.events', { ...base(digits, type), ...zoe, ...more });
const userFact = (digits: string, type: string, cause_event_id: string): Line =>
  toUserCentre('user.analytics', { ...base(digits, type), user_id: zoe.user_id, day: '2026-11-21', cause_event_id });

const toTrx = (topic: string, value: object, key = String(trxId)): Line => ({ topic, key, value });
const order = { order_id: 'ord-20261121-42', user_id: trxId, timestamp: '2026-11-21T08:00:02Z' };

/** The sample's name without its ending `.sarama`, and the line. */
export const bySarama: [string, Line][] = [
  // Go escapes these three: what is written is \u003c, \u0026 and \u003e.
  ['user.registered', userEvent('01', 'user.registered', { username: 'zoe <z&z>', email })],
  // Fields that the struct's maker did not set: Go writes an empty id and user id, and the year 1.
  ['user.registered.unset', toUserCentre('user.events', { type: 'user.registered', username: 'zoe', email })],
  ['user.logged_in', userEvent('02', 'user.logged_in', { ip: '203.0.113.7', user_agent: 'curl/8.5' })],
  // Without an address Go leaves the field out.
  ['user.password_changed', userEvent('03', 'user.password_changed', { email: '' })],
  ['user.status_changed', userEvent('04', 'user.status_changed', { old_status: 'active', status: 'locked' })],
  ['user.deleted', userEvent('05', 'user.deleted', { email })],
  ['user.updated', userEvent('06', 'user.updated', { email, changes: { email, age: 42, plan: null } })],
  [
    'user.notice_raised',
    toUserCentre('user.notifications', {
      ...base('07', 'user.notice_raised'),
      user_id: zoe.user_id,
      notice: 'password_changed',
      // Go writes an absent map as null.
      params: null,
      category: 'security',
      cause_event_id: base('03', '').id,
    }),
  ],
  ['user.registration_counted', userFact('08', 'user.registration_counted', base('01', '').id)],
  ['user.login_counted', userFact('09', 'user.login_counted', base('02', '').id)],
  // The documents' key here is the username.
  ['trx.register', toTrx('user-events', { user_id: trxId, username: 'zoe', email, action: 'register' }, 'zoe')],
  // Its user id is 0.
  ['trx.register.unset', toTrx('user-events', { username: 'zoe', email, action: 'register' }, 'zoe')],
  ['trx.user_updated', toTrx('user-events', { type: 'user_updated', user_id: trxId, changes: { email } })],
  ['trx.welcome_email', toTrx('notification-events', { type: 'welcome_email', user_id: trxId, email })],
  ['trx.order_created', toTrx('order-events', { event_type: 'order_created', ...order, amount: 1990 }, order.order_id)],
  ['trx.order_paid', toTrx('order-events', { event_type: 'order_paid', ...order, amount: 1990 }, order.order_id)],
  [
    'trx.login',
    toTrx('user-behavior', { user_id: trxId, action: 'login', timestamp: order.timestamp, ip: '203.0.113.7' }),
  ],
  [
    'trx.view_page',
    toTrx('user-behavior', { user_id: trxId, action: 'view_page', timestamp: order.timestamp, page: '/cards/7' }),
  ],
  ['user_registered', { topic: 'user_registered', value: { username: 'zoe', email } }],
  [
    'broken.trx.register.id-beyond-2-53',
    toTrx(
      'user-events',
      { user_id: JSON.rawJSON('9007199254740993'), username: 'zoe', email, action: 'register' },
      '9007199254740993',
    ),
  ],
];

/** The same with the ending `.nest-emit`. */
export const byNest: [string, Line][] = [
  ['user_registered', { topic: 'user_registered', value: { username: 'zoé', email, plan: 'free' } }],
  [
    'user_registered.keyed',
    {
      topic: 'user_registered',
      key: zoe.user_id,
      headers: [
        ['x-event-id', base('0a', '').id],
        ['source', 'registration-service'],
      ],
      value: { user_id: zoe.user_id, username: 'zoé', email },
    },
  ],
  ['user.registered', userEvent('0b', 'user.registered', { username: 'zoé', email })],
];

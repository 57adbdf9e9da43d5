/** Expected readings of the samples that foreign programs wrote: `test/interop/captures.ts` has their instructions. */

const zoe = { user_id: '373476556801234', username: 'zoe' };
const email = 'Zoe@Example.com';
/** A struct of Go's that embeds its base event, to the nanosecond; the id ends in these two digits. */
function embedded(digits: string, type: string, data: object): object {
  const id = `4c0d2f6e-7a91-4e35-8b1c-9f20a6d4e7${digits}`;
  return { type, id, timestamp: '2026-11-21T08:00:00.123456789Z', source: 'usercenter', traceId: null, data };
}
/** A record without an id and mostly without a time of its own: the place and time of the record stand for them. */
function placed(topic: string, type: string, data: object): object {
  const timestamp = '2026-11-21T08:00:01.000Z';
  const source = topic === 'user_registered' ? 'registration-sample' : 'trx';
  return { type, id: `${topic}-1-43`, timestamp, source, traceId: null, data };
}
const atTwo = { timestamp: '2026-11-21T08:00:02.000Z' };

/** A typed event has the id as a string. What is kept whatever its type has the number as it came. */
const id = '9007199254740991';
const order = { order_id: 'ord-20261121-42', user_id: 9_007_199_254_740_991, amount: 1990 };

export const readable: [string, object][] = [
  ['user.registered.sarama', embedded('01', 'user.registered', { ...zoe, username: 'zoe <z&z>', email })],
  [
    'user.registered.unset.sarama',
    { ...placed('user.events', 'user.registered', { username: 'zoe', email }), source: 'usercenter' },
  ],
  ['user.logged_in.sarama', embedded('02', 'user.logged_in', { ...zoe, ip: '203.0.113.7', user_agent: 'curl/8.5' })],
  ['user.password_changed.sarama', embedded('03', 'user.password_changed', zoe)],
  [
    'user.status_changed.sarama',
    embedded('04', 'user.status_changed', { ...zoe, old_status: 'active', status: 'locked' }),
  ],
  ['user.deleted.sarama', embedded('05', 'user.deleted', { ...zoe, email })],
  [
    'user.updated.sarama',
    embedded('06', 'user.updated', {
      ...zoe,
      email,
      changes: { email: 'Zoe@Example.com', age: 42, plan: null },
    }),
  ],
  [
    'user.notice_raised.sarama',
    embedded('07', 'user.notice_raised', {
      user_id: '373476556801234',
      notice: 'password_changed',
      category: 'security',
      cause_event_id: '4c0d2f6e-7a91-4e35-8b1c-9f20a6d4e703',
    }),
  ],
  [
    'user.registration_counted.sarama',
    embedded('08', 'user.registration_counted', {
      user_id: '373476556801234',
      day: '2026-11-21',
      cause_event_id: '4c0d2f6e-7a91-4e35-8b1c-9f20a6d4e701',
    }),
  ],
  [
    'user.login_counted.sarama',
    embedded('09', 'user.login_counted', {
      user_id: '373476556801234',
      day: '2026-11-21',
      cause_event_id: '4c0d2f6e-7a91-4e35-8b1c-9f20a6d4e702',
    }),
  ],
  ['trx.register.sarama', placed('user-events', 'user.registered', { user_id: id, username: 'zoe', email })],
  ['trx.register.unset.sarama', placed('user-events', 'user.registered', { username: 'zoe', email })],
  [
    'trx.user_updated.sarama',
    placed('user-events', 'user.updated', { user_id: id, changes: { email: 'Zoe@Example.com' } }),
  ],
  ['trx.welcome_email.sarama', placed('notification-events', 'welcome_email', { user_id: id, email })],
  ['trx.order_created.sarama', { ...placed('order-events', 'order_created', order), ...atTwo }],
  ['trx.order_paid.sarama', { ...placed('order-events', 'order_paid', order), ...atTwo }],
  ['trx.login.sarama', { ...placed('user-behavior', 'login', { user_id: id, ip: '203.0.113.7' }), ...atTwo }],
  [
    'trx.view_page.sarama',
    {
      ...placed('user-behavior', 'view_page', { user_id: 9_007_199_254_740_991, page: '/cards/7' }),
      ...atTwo,
    },
  ],
  ['user_registered.sarama', placed('user_registered', 'user.registered', { username: 'zoe', email })],
  ['user_registered.nest-emit', placed('user_registered', 'user.registered', { username: 'zoé', email, plan: 'free' })],
  [
    'user_registered.keyed.nest-emit',
    {
      ...placed('user_registered', 'user.registered', { user_id: '373476556801234', username: 'zoé', email }),
      id: '4c0d2f6e-7a91-4e35-8b1c-9f20a6d4e70a',
    },
  ],
  [
    'user.registered.nest-emit',
    embedded('0b', 'user.registered', { user_id: '373476556801234', username: 'zoé', email }),
  ],
];

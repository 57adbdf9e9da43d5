/** Expected readings of the samples of a registration, on all four topics, ours and the older forms. */

const zoe = { user_id: '373476556801234', username: 'zoe', email: 'zoe@example.com' };
/** The registration as our own producer tells it, on all four topics. */
const ours = {
  type: 'user.registered',
  id: '0b8f5c3e-5b0a-4c1e-9d53-6f2f4d0c7a11',
  timestamp: '2026-11-21T08:00:00.000Z',
  traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  data: { ...zoe, locale: 'en' },
};
const version = { user_version: 1, status: 'active', created_at: '2026-11-21T08:00:00.000Z', field_times: {} };
/** The fallback of a sample without id, time and trace: the place and time of its record. */
const foreign = { type: 'user.registered', timestamp: '2026-11-21T08:00:01.000Z', traceId: null, data: zoe };

export const readable: [string, object][] = [
  ['user.registered', { ...ours, source: 'usercenter', data: { ...ours.data, ...version } }],
  ['trx.register', { ...ours, source: 'trx', data: zoe }],
  ['trx.welcome_email', { ...ours, type: 'welcome_email', source: 'trx' }],
  [
    'user_registered',
    {
      ...ours,
      source: 'registration-sample',
      data: { ...ours.data, created_at: '2026-11-21T08:00:00.000Z' },
    },
  ],
  [
    'user.registered.event-type',
    {
      ...foreign,
      id: 'evt-1795248000123456789',
      timestamp: '2026-11-21T08:00:00.123456789Z',
      source: 'usercenter',
      data: { ...zoe, email: 'Zoe@example.com' },
    },
  ],
  [
    'user.registered.envelope',
    {
      ...foreign,
      id: '7f1d2c9a-88f4-4d0b-a7a5-1f6f0f4f4b02',
      source: 'user-service',
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      data: { ...zoe, email: 'ZOE@EXAMPLE.COM', referrer: 'card-7' },
    },
  ],
  [
    'user.registered.cards-envelope',
    {
      ...foreign,
      id: 'user.events-1-43',
      timestamp: '2026-11-21T08:00:02.500Z',
      source: 'nfc-card-service',
      traceId: 'req-20261121-0042',
      data: { ...zoe, email: 'zoe@EXAMPLE.com' },
    },
  ],
  [
    'user.registered.trx-envelope',
    { ...foreign, id: 'trx-evt-42', timestamp: '2026-11-21T08:00:03.000Z', source: 'usercenter' },
  ],
  [
    'user.registered.flat',
    {
      ...foreign,
      id: 'b2e0a5a4-3c55-4a55-9d6c-0c4f3f7b9e10',
      timestamp: '2026-11-21T08:00:04.000Z',
      source: 'usercenter',
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      data: { ...zoe, email: 'zoe@Example.com', metadata: { channel: 'app' } },
    },
  ],
  [
    'trx.register.legacy',
    { ...foreign, id: 'user-events-1-43', source: 'trx', data: { ...zoe, email: 'Zoe@Example.com' } },
  ],
  [
    'trx.welcome_email.legacy',
    {
      ...foreign,
      type: 'welcome_email',
      id: 'notification-events-1-43',
      source: 'trx',
      data: { user_id: '373476556801234', email: 'ZOE@example.com' },
    },
  ],
  [
    'user_registered.nest',
    {
      ...foreign,
      id: 'user_registered-1-43',
      source: 'registration-sample',
      data: { username: 'zoe', email: 'Zoe@Example.COM', plan: 'free' },
    },
  ],
];

/** The same of envelopes, whole and as older producers write them, of flat records, and of TRX's own shapes. */

const user_id = '373476556801234';
const zoe = { user_id, username: 'zoe', email: 'zoe@example.com' };
const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';

const envelope = { timestamp: '2026-11-21T08:00:01.000Z', source: 'user-service', traceId };

const envelopes: [string, object][] = [
  [
    'user.logged_in.envelope',
    {
      ...envelope,
      type: 'user.logged_in',
      id: '7f1d2c9a-88f4-4d0b-a7a5-1f6f0f4f4b11',
      data: { ...zoe, ip: '2001:db8::7', country: 'DE' },
    },
  ],
  [
    'user.password_changed.envelope',
    {
      ...envelope,
      type: 'user.password_changed',
      id: '7f1d2c9a-88f4-4d0b-a7a5-1f6f0f4f4b12',
      data: { user_id, email: 'ZOE@EXAMPLE.COM' },
    },
  ],
  [
    'user.status_changed.envelope',
    {
      ...envelope,
      type: 'user.status_changed',
      id: '7f1d2c9a-88f4-4d0b-a7a5-1f6f0f4f4b13',
      data: { ...zoe, status: 'suspended' },
    },
  ],
  [
    'user.updated.envelope',
    {
      ...envelope,
      type: 'user.updated',
      id: '7f1d2c9a-88f4-4d0b-a7a5-1f6f0f4f4b14',
      data: { ...zoe, changes: { username: 'zoe' }, referrer: 'card-7' },
    },
  ],
  [
    'user.deleted.envelope',
    { ...envelope, type: 'user.deleted', id: '7f1d2c9a-88f4-4d0b-a7a5-1f6f0f4f4b15', data: { user_id } },
  ],
  [
    'user.updated.cards-envelope',
    {
      type: 'user.updated',
      id: 'user.events-1-43',
      timestamp: '2026-11-21T08:00:02.500Z',
      source: 'nfc-card-service',
      traceId: 'req-20261121-0043',
      data: { user_id, username: 'zoe', changes: ['username'] },
    },
  ],
  [
    'user.logged_in.trx-envelope',
    {
      type: 'user.logged_in',
      id: 'trx-evt-43',
      timestamp: '2026-11-21T08:00:03.000Z',
      source: 'usercenter',
      traceId: null,
      data: zoe,
    },
  ],
];

const flat = { timestamp: '2026-11-21T08:00:04.000Z', source: 'usercenter', traceId };
const metadata = { channel: 'app' };
const flatZoe = { ...zoe, email: 'zoe@Example.com', metadata };

const flats: [string, object][] = [
  [
    'user.logged_in.flat',
    {
      ...flat,
      type: 'user.logged_in',
      id: 'b2e0a5a4-3c55-4a55-9d6c-0c4f3f7b9e11',
      data: { ...flatZoe, failed_attempts: 3 },
    },
  ],
  [
    'user.password_changed.flat',
    { ...flat, type: 'user.password_changed', id: 'b2e0a5a4-3c55-4a55-9d6c-0c4f3f7b9e12', data: flatZoe },
  ],
  [
    'user.status_changed.flat',
    {
      ...flat,
      type: 'user.status_changed',
      id: 'b2e0a5a4-3c55-4a55-9d6c-0c4f3f7b9e13',
      data: { ...flatZoe, old_status: 'locked', status: 'active' },
    },
  ],
  [
    'user.updated.flat',
    {
      ...flat,
      type: 'user.updated',
      id: 'b2e0a5a4-3c55-4a55-9d6c-0c4f3f7b9e14',
      data: { user_id, email: 'zoe@Example.com', changes: { email: 'zoe@Example.com' }, metadata },
    },
  ],
  [
    'user.deleted.flat',
    {
      ...flat,
      type: 'user.deleted',
      id: 'b2e0a5a4-3c55-4a55-9d6c-0c4f3f7b9e15',
      data: { ...flatZoe, locale: 'zh-CN' },
    },
  ],
];

/** The fallback of a sample without id, time and trace: the place and time of its record. */
const trx = { timestamp: '2026-11-21T08:00:01.000Z', source: 'trx', traceId: null };

const actions: [string, object][] = [
  [
    'trx.login.legacy',
    {
      ...trx,
      type: 'login',
      id: 'user-behavior-1-43',
      timestamp: '2026-11-21T08:00:05.000Z',
      data: { user_id, username: 'zoe', ip: '203.0.113.7' },
    },
  ],
  ['trx.login.short', { ...trx, type: 'login', id: 'user-behavior-1-43', data: { user_id } }],
  [
    'trx.user_updated.legacy',
    { ...trx, type: 'user.updated', id: 'user-events-1-43', data: { user_id, changes: { username: 'zoe' } } },
  ],
];

export const readable: [string, object][] = [...envelopes, ...flats, ...actions];

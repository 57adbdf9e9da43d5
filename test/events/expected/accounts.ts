/** Expected readings of the samples of a user's log-ins, changes and deletion: ours, and the forms of the documents. */

const user_id = '373476556801234';
const zoe = { user_id, username: 'zoe', email: 'zoe@example.com' };
const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const at = '2026-11-21T08:00:00.500Z';
const from = { ip: '203.0.113.7', country: 'NZ', user_agent: 'Lynx/2.9' };

/** The id ends in these two digits. */
const ours = (digits: string) => ({
  id: `0b8f5c3e-5b0a-4c1e-9d53-6f2f4d0c7a${digits}`,
  timestamp: at,
  source: 'usercenter',
  traceId,
});
const state = {
  ...zoe,
  user_version: 2,
  status: 'active',
  locale: 'en',
  created_at: '2026-11-21T08:00:00.000Z',
  field_times: {},
};
const changes = { username: 'zoé', profile: { city: 'Paris' } };

const own: [string, object][] = [
  [
    'user.logged_in',
    { ...ours('21'), type: 'user.logged_in', data: { ...state, user_version: 1, ...from, failed_attempts: 2 } },
  ],
  ['user.password_changed', { ...ours('22'), type: 'user.password_changed', data: state }],
  [
    'user.status_changed',
    {
      ...ours('23'),
      type: 'user.status_changed',
      data: { ...state, status: 'suspended', field_times: { status: at }, old_status: 'active', reason: 'unpaid' },
    },
  ],
  [
    'user.updated',
    {
      ...ours('24'),
      type: 'user.updated',
      data: { ...state, ...changes, field_times: { username: at, profile: at }, changes },
    },
  ],
  [
    'user.deleted',
    { ...ours('25'), type: 'user.deleted', data: { ...zoe, user_version: 3, locale: 'en', deleted_at: at } },
  ],
  ['trx.login', { ...ours('21'), type: 'login', source: 'trx', data: { user_id, username: 'zoe', ...from } }],
  ['trx.user_updated', { ...ours('24'), type: 'user.updated', source: 'trx', data: { user_id, changes } }],
];

/** Go structs that embed their base event. */
const go = { timestamp: '2026-11-21T08:00:00.123456789Z', source: 'usercenter', traceId: null };
const goZoe = { ...zoe, email: 'Zoe@example.com' };

const embedded: [string, object][] = [
  [
    'user.logged_in.event-type',
    {
      ...go,
      type: 'user.logged_in',
      id: 'evt-1795248000123456781',
      data: { ...goZoe, ip: '203.0.113.7', user_agent: '' },
    },
  ],
  [
    'user.password_changed.event-type',
    { ...go, type: 'user.password_changed', id: 'evt-1795248000123456782', data: goZoe },
  ],
  [
    'user.status_changed.event-type',
    {
      ...go,
      type: 'user.status_changed',
      id: 'evt-1795248000123456783',
      data: { ...goZoe, old_status: 'active', status: 'locked', reason: 'too many attempts' },
    },
  ],
  [
    'user.updated.event-type',
    {
      ...go,
      type: 'user.updated',
      id: 'evt-1795248000123456784',
      data: { ...goZoe, changes: { email: { old: 'z@example.com', new: 'Zoe@example.com' } } },
    },
  ],
  [
    'user.deleted.event-type',
    { ...go, type: 'user.deleted', id: 'evt-1795248000123456785', data: { ...goZoe, deleted_at: 1_795_248_000 } },
  ],
];

export const readable: [string, object][] = [...own, ...embedded];

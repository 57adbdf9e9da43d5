/** The records on the topics of `ours.ts`: by topic, event ids and values, in the order of publication. */

const at = '2026-11-21T08:00:00.000Z';
const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';

/** The user id as a string; on TRX's topics it is a number. */
const user_id = '9007199254740991';
const told = { user_id, username: 'müller', email: 'mueller@example.com' };
const onTrx = { user_id: 9_007_199_254_740_991, username: 'müller', email: 'mueller@example.com' };

const base = (id: string, type: string) => ({
  id,
  type,
  version: '1.0',
  timestamp: at,
  source: 'usercenter',
  traceId,
});
const state = (status: string) => ({
  ...told,
  user_version: 2,
  status,
  locale: 'en',
  profile: { city: 'Köln' },
  created_at: '2026-11-21T08:00:00.000Z',
  field_times: { email: '2026-11-21T09:00:00.000Z' },
});
const place = { ip: '203.0.113.7', country: 'DE', user_agent: 'curl/8.5' };
const order = {
  order_id: 'ord-42',
  order_no: 'ORD20261121A1',
  merchant_id: 'm-7',
  amount: 1990,
  currency: 'EUR',
  status: 'created',
  created_at: '2026-11-21T08:00:00.000Z',
  user_id: 9_007_199_254_740_991,
};
const changes = { email: 'mueller@example.com' };

export const whole: Record<string, [id: string, value: object][]> = {
  'user.events': [
    ['event-1', { ...base('event-1', 'user.registered'), ...state('active') }],
    ['event-2', { ...base('event-2', 'user.logged_in'), ...state('active'), ...place, failed_attempts: 2 }],
    ['event-3', { ...base('event-3', 'user.password_changed'), ...state('active') }],
    [
      'event-4',
      { ...base('event-4', 'user.status_changed'), ...state('locked'), old_status: 'active', reason: 'asked for' },
    ],
    ['event-5', { ...base('event-5', 'user.updated'), ...state('active'), changes }],
    [
      'event-6',
      {
        ...base('event-6', 'user.deleted'),
        user_id: '9007199254740991',
        user_version: 3,
        username: 'müller',
        email: 'mueller@example.com',
        locale: 'en',
        deleted_at: '2026-11-21T10:00:00.000Z',
      },
    ],
  ],
  'user-events': [
    ['event-1', { ...onTrx, action: 'register', event_id: 'event-1', timestamp: at }],
    ['event-5', { user_id: 9_007_199_254_740_991, changes, type: 'user_updated', event_id: 'event-5', timestamp: at }],
  ],
  user_registered: [['event-1', { ...told, locale: 'en', created_at: '2026-11-21T08:00:00.000Z' }]],
  'notification-events': [
    ['event-7', { ...onTrx, locale: 'en', type: 'welcome_email', event_id: 'event-7', timestamp: at }],
  ],
  'user-behavior': [
    [
      'event-8',
      {
        user_id: 9_007_199_254_740_991,
        username: 'müller',
        ...place,
        action: 'login',
        event_id: 'event-8',
        timestamp: at,
      },
    ],
  ],
  'order-events': [['event-9', { ...order, event_type: 'order_created', event_id: 'event-9', timestamp: at }]],
  'user.notifications': [
    [
      'event-10',
      {
        ...base('event-10', 'user.notice_raised'),
        user_id: '9007199254740991',
        notice: 'password_changed',
        params: { at: '2026-11-21' },
        category: 'security',
        cause_event_id: 'event-3',
      },
    ],
  ],
  'user.analytics': [
    [
      'event-11',
      { ...base('event-11', 'user.registration_counted'), user_id, day: '2026-11-21', cause_event_id: 'event-1' },
    ],
    ['event-12', { ...base('event-12', 'user.login_counted'), user_id, day: '2026-11-21', cause_event_id: 'event-2' }],
  ],
  'card-events': [
    [
      'event-13',
      {
        ...base('event-13', 'card.created'),
        source: 'card-service',
        data: { card_id: 'card-7', title: 'Grüße' },
      },
    ],
  ],
  'video-events': [
    [
      'event-14',
      {
        ...base('event-14', 'video.updated'),
        source: 'video-service',
        data: { video_id: 'video-8', title: '{not JSON' },
      },
    ],
  ],
};

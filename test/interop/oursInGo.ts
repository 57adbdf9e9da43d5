/** The records of `ours.ts` in the structs of Go services: by topic, in the order of publication. */

/** Go leaves out a fraction that is nothing. */
const timestamp = '2026-11-21T08:00:00Z';
const base = (id: string, type: string) => ({ id, type, version: '1.0', timestamp });
const named = { user_id: '9007199254740991', username: 'müller' };
const told = { ...named, email: 'mueller@example.com' };
/** An int64 there. */
const user_id = 9_007_199_254_740_991;
const changes = { email: 'mueller@example.com' };
const fact = { user_id: '9007199254740991', day: '2026-11-21' };

export const inGo: Record<string, [struct: string, held: object][]> = {
  'user.events': [
    ['UserRegistered', { ...base('event-1', 'user.registered'), ...told }],
    ['UserLoggedIn', { ...base('event-2', 'user.logged_in'), ...named, ip: '203.0.113.7', user_agent: 'curl/8.5' }],
    ['UserPasswordChanged', { ...base('event-3', 'user.password_changed'), ...told }],
    [
      'UserStatusChanged',
      {
        ...base('event-4', 'user.status_changed'),
        ...named,
        old_status: 'active',
        status: 'locked',
        reason: 'asked for',
      },
    ],
    ['UserUpdated', { ...base('event-5', 'user.updated'), ...told, changes }],
    ['UserDeleted', { ...base('event-6', 'user.deleted'), ...told }],
  ],
  'user-events': [
    ['UserAction', { user_id, username: 'müller', email: 'mueller@example.com', action: 'register' }],
    ['UserChanged', { type: 'user_updated', user_id, changes }],
  ],
  user_registered: [['Registration', told]],
  'notification-events': [['WelcomeEmail', { type: 'welcome_email', user_id, email: 'mueller@example.com' }]],
  'user-behavior': [['Behavior', { user_id, action: 'login', ip: '203.0.113.7', timestamp }]],
  'order-events': [
    ['OrderEvent', { event_type: 'order_created', order_id: 'ord-42', user_id, amount: 1990, timestamp }],
  ],
  'user.notifications': [
    [
      'UserNotice',
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
    ['UserFact', { ...base('event-11', 'user.registration_counted'), ...fact, cause_event_id: 'event-1' }],
    ['UserFact', { ...base('event-12', 'user.login_counted'), ...fact, cause_event_id: 'event-2' }],
  ],
  'card-events': [
    [
      'Envelope',
      {
        ...base('event-13', 'card.created'),
        source: 'card-service',
        traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
        data: { card_id: 'card-7', title: 'Grüße' },
      },
    ],
  ],
  'video-events': [
    [
      'Envelope',
      {
        ...base('event-14', 'video.updated'),
        source: 'video-service',
        traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
        data: { video_id: 'video-8', title: '{not JSON' },
      },
    ],
  ],
};

/** Expected readings of the samples of notices, and of the requests and log entries that follow from them. */

const user_id = '373476556801234';
const cause_event_id = '3d9a5f70-1c2b-4e8d-9f60-a1b2c3d4e500';
const params = { status: 'locked', at: '2026-11-21T08:10:00.000Z' };

/** The last digit of the event's id, and the time it tells. */
function ours(digit: string, time: string, source: string) {
  return {
    id: `3d9a5f70-1c2b-4e8d-9f60-a1b2c3d4e50${digit}`,
    timestamp: `2026-11-21T${time}.000Z`,
    source,
    traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  };
}

/** The fallback of a sample without an id: the place of its record. */
const foreign = { id: 'notification.email-1-43', source: 'payment-platform', traceId: null };

export const readable: [string, object][] = [
  [
    'user.notice_raised',
    {
      type: 'user.notice_raised',
      ...ours('1', '08:10:01', 'usercenter'),
      data: { user_id, notice: 'status_changed', params, category: 'security', cause_event_id },
    },
  ],
  [
    'user.notice_raised.event-type',
    {
      type: 'user.notice_raised',
      id: 'evt-1795248600123456789',
      timestamp: '2026-11-21T08:10:00.123456789Z',
      source: 'usercenter',
      traceId: null,
      data: { user_id, notice: 'unusual_login' },
    },
  ],
];

/** Samples of the payment platform's topics: the envelope, and the data. */
export const platform: [string, object, object][] = [
  [
    'audit.logs',
    ours('2', '08:10:00', 'payment-platform'),
    {
      actor: 'admin',
      action: 'user.status_changed',
      subject: `user#${user_id}`,
      details: { status: 'locked', old_status: 'active', cause_event_id },
      metadata: {},
    },
  ],
  [
    'notification.email.template',
    { type: 'notification.email', ...ours('3', '08:10:02', 'payment-platform') },
    {
      to: 'zoe@example.com',
      template: 'status_changed',
      params,
      locale: 'en',
      cause_event_id,
      category: 'security',
      user_id,
      metadata: {},
    },
  ],
  [
    'notification.email.legacy',
    { ...foreign, timestamp: '2026-11-21T08:10:00.000Z' },
    {
      to: 'lin@example.com',
      template: 'unusual_login',
      params: { reasons: ['new_country'], country: 'DE', at: '2026-11-21T16:10:00+08:00' },
      locale: 'zh-CN',
      created_at: '2026-11-21T16:10:00+08:00',
      metadata: null,
    },
  ],
  [
    'notification.email.bare',
    { ...foreign, timestamp: '2026-11-21T08:00:01.000Z' },
    {
      to: 'zoe@example.com',
      subject: 'Your parcel',
      body: 'It is on its way.\nYou will have it tomorrow.',
      category: 'marketing',
    },
  ],
];

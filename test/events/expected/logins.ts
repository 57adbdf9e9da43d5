/** Expected readings of the samples of counted registrations and logins, and of behaviour that no definition knows. */

const counted = {
  source: 'usercenter',
  traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
};
const zoe = { user_id: '373476556801234', day: '2026-11-21' };

export const readable: [string, object][] = [
  [
    'user.registration_counted',
    {
      ...counted,
      type: 'user.registration_counted',
      id: '5e9d1f3a-7c24-4b8e-9a06-2d1c8f7b3e41',
      timestamp: '2026-11-21T08:00:01.000Z',
      data: { ...zoe, cause_event_id: '0b8f5c3e-5b0a-4c1e-9d53-6f2f4d0c7a11' },
    },
  ],
  [
    'user.login_counted',
    {
      ...counted,
      type: 'user.login_counted',
      id: '5e9d1f3a-7c24-4b8e-9a06-2d1c8f7b3e42',
      timestamp: '2026-11-21T08:10:01.000Z',
      data: { ...zoe, cause_event_id: '9c4e7a12-3f5b-4d68-8e01-b7a2c6d5f930' },
    },
  ],
  [
    'trx.page_view',
    {
      type: 'page_view',
      id: 'user-behavior-1-43',
      timestamp: '2026-11-21T08:00:02.123456789Z',
      source: 'trx',
      traceId: null,
      data: { user_id: 42, ip: '203.0.113.7' },
    },
  ],
  [
    'trx.add_to_cart.event-type',
    {
      type: 'add_to_cart',
      id: 'bhv-20261121-7',
      timestamp: '2026-11-21T08:00:01.000Z',
      source: 'trx',
      traceId: null,
      data: { user_id: '373476556805330', item: { sku: 'card-7', count: 2 } },
    },
  ],
];

/** The expected reading of the sample of a custom event. */
export const readable: [string, object][] = [
  [
    'user.profile_updated',
    {
      type: 'user.profile_updated',
      id: '0b8f5c3e-5b0a-4c1e-9d53-6f2f4d0c7a12',
      timestamp: '2026-11-21T08:05:00.000Z',
      source: 'usercenter',
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      data: {
        user_id: '373476556801234',
        username: 'zoe',
        email: 'zoe@example.com',
        changes: { profile: { city: 'Lyon' } },
      },
    },
  ],
];

/** The sample of `template.named` as it is read. */
export const readable: [string, object][] = [
  [
    'template.named',
    {
      id: '5d2f8a16-0b7c-4e93-a1d4-6c3e9f7b2a80',
      type: 'template.named',
      timestamp: '2026-11-21T08:00:00.000Z',
      source: 'usercenter',
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      data: { user_id: '373476556801234', reason: 'a first reason' },
    },
  ],
];

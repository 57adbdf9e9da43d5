import { expect, it } from 'vitest';
import { loginCounted, registrationCounted } from '../../events/userAnalytics.ts';
import { encode } from '../../lib/envelope/encode.ts';
import { sampleRecord } from './sampleRecords.ts';

const trace = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };
const zoe = { user_id: '373476556801234', day: '2026-11-21' };

it.each([
  [
    'user.registration_counted',
    registrationCounted({ ...zoe, cause_event_id: '0b8f5c3e-5b0a-4c1e-9d53-6f2f4d0c7a11' }),
    { id: '5e9d1f3a-7c24-4b8e-9a06-2d1c8f7b3e41', at: '2026-11-21T08:00:01.000Z' },
  ],
  [
    'user.login_counted',
    loginCounted({ ...zoe, cause_event_id: '9c4e7a12-3f5b-4d68-8e01-b7a2c6d5f930' }),
    { id: '5e9d1f3a-7c24-4b8e-9a06-2d1c8f7b3e42', at: '2026-11-21T08:10:01.000Z' },
  ],
])('%s is what encode() writes, byte for byte', (name, event, fact) => {
  const { topic, key, value, headers } = sampleRecord(name);
  expect(encode({ ...event, fact }, trace)).toEqual([{ topic, key, value, headers }]);
});

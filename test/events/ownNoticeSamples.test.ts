import { expect, it } from 'vitest';
import { auditLogged } from '../../events/audit.ts';
import { notificationEmail } from '../../events/notification.ts';
import { userNoticeRaised } from '../../events/userNotices.ts';
import { encode } from '../../lib/envelope/encode.ts';
import type { NewEvent } from '../../lib/envelope/event.ts';
import { sampleRecord } from './sampleRecords.ts';

const user_id = '373476556801234';
const cause_event_id = '3d9a5f70-1c2b-4e8d-9f60-a1b2c3d4e500';
const params = { status: 'locked', at: '2026-11-21T08:10:00.000Z' };
const security = { category: 'security', cause_event_id } as const;
const entry = {
  actor: 'admin',
  action: 'user.status_changed',
  subject: `user#${user_id}`,
  details: { status: 'locked', old_status: 'active', cause_event_id },
};
const asked = { to: 'zoe@example.com', template: 'status_changed', params, locale: 'en', ...security, user_id };

/** The last digit of the event's id, the time it tells, and what is encoded. */
const written: [string, string, string, NewEvent][] = [
  ['user.notice_raised', '1', '08:10:01', userNoticeRaised({ user_id, notice: 'status_changed', params, ...security })],
  ['audit.logs', '2', '08:10:00', auditLogged(entry)],
  ['notification.email.template', '3', '08:10:02', notificationEmail(asked)],
];

it.each(written)('%s is what encode() writes, byte for byte', (name, digit, time, event) => {
  const fact = { id: `3d9a5f70-1c2b-4e8d-9f60-a1b2c3d4e50${digit}`, at: `2026-11-21T${time}.000Z` };
  const trace = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };
  const { topic, key, value, headers } = sampleRecord(name);
  expect(encode({ ...event, fact }, trace)).toEqual([{ topic, key, value, headers }]);
});

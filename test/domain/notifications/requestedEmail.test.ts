import { expect, test } from 'vitest';
import { confirmationOf } from '../../../domain/notifications/deletion.ts';
import { requestedEmail } from '../../../domain/notifications/requestedEmail.ts';
import type { Envelope } from '../../../lib/envelope/envelope.ts';

function requested<Data>(data: Data, more: Partial<Envelope> = {}): Envelope<Data> {
  const named = { id: 'request-1', idIsPlace: false, type: 'notification.email', format: 'flat' } as const;
  const timestamp = '2026-11-21T08:00:00.000Z';
  return { ...named, version: 1, timestamp, source: 'payment-platform', traceId: null, ...more, data };
}

const to = ' Zoe@Example.com ';

// The request, and the key that recognises its repeats.
test.each([
  [{ to, template: 'password_changed' }, {}, '["email","request-1","zoe@example.com","password_changed",1]'],
  [
    { to, template: 'password_changed', cause_event_id: 'change-1', params: { at: 'now' } },
    {},
    '["email","change-1","zoe@example.com","password_changed",1]',
  ],
  [
    { to, template: 'status_changed', cause_event_id: 'change-1' },
    {},
    '["email","change-1","zoe@example.com","status_changed",1]',
  ],
  [{ to, subject: 'Hi', body: 'Ho' }, {}, '["email","request-1","zoe@example.com","Hi","Ho"]'],
  [
    { to, subject: 'Hi', body: 'Ho' },
    { id: 'notification.email-1-43', idIsPlace: true },
    '["email",["notification.email-1-43",{"to":" Zoe@Example.com ","subject":"Hi","body":"Ho"}],"zoe@example.com","Hi","Ho"]',
  ],
])('%j is sent once under its event, recipient and text', (data, more, key) => {
  const prepared = requestedEmail(requested(data, more));
  expect(prepared).toMatchObject({ kind: 'send', key, message: { to: ['Zoe@Example.com'] } });
});

test('a text of the asker’s own is framed line by line, and told to be in a language only where it was', () => {
  const body = 'Score 110 <b>\nCase 7';
  const prepared = requestedEmail(requested({ to: 'ops@example.com', subject: 'Alert', body }));
  expect(prepared).toMatchObject({
    message: {
      to: ['ops@example.com'],
      subject: 'Alert',
      text: 'Score 110 <b>\nCase 7\n',
      html: '<!doctype html><html><head><meta charset="utf-8"><title>Alert</title></head><body><p>Score 110 &lt;b&gt;<br>Case 7</p></body></html>',
    },
  });
  const told = requestedEmail(requested({ to: 'ops@example.com', subject: 'Alert', body, locale: 'zh-CN' }));
  expect(told).toMatchObject({ message: { html: expect.stringContaining('<html lang="zh-CN">') } });
});

test('a template speaks the language that was asked for', () => {
  const prepared = requestedEmail(requested({ to, template: 'password_changed', locale: 'zh' }));
  expect(prepared).toMatchObject({
    message: { subject: '您的密码已更改', html: expect.stringContaining('lang="zh-CN"') },
  });
});

const known = 'contact_changed, password_changed, status_changed, unusual_login, user_deleted';
const neither = 'expected a template, or a subject and a body; came neither';

test.each([
  [{ to, template: 'payment_refunded' }, `expected one of the templates ${known}; came payment_refunded`],
  [
    { to, template: 'constructor', subject: 'Hi', body: 'Ho' },
    `expected one of the templates ${known}; came constructor`,
  ],
  [
    { to, template: 'status_changed', params: { status: { secret: 'x' } } },
    'template status_changed: status: Invalid input: expected string, received object',
  ],
  [{ to }, neither],
  [{ to, subject: 'Hi' }, neither],
  [{ to, body: 'Ho' }, neither],
])('%j is refused', (data, detail) => {
  expect(requestedEmail(requested(data))).toEqual({ kind: 'refusal', detail });
});

// Data of the deletion, and the subject of the confirmation, or why there is none.
test.each([
  [{ user_id: '7', email: 'zoe@example.com', username: 'zoe', locale: 'en' }, 'Your account was deleted', 'Hello,\n'],
  [{ user_id: '7', email: 'zoe@example.com', locale: 'zh-CN' }, '您的账户已删除', '您好：'],
])('the deletion %j is confirmed once per user', (data, subject, greeting) => {
  expect(confirmationOf(requested(data))).toMatchObject({
    kind: 'send',
    key: '7',
    message: { to: ['zoe@example.com'], subject, text: expect.stringContaining(greeting) },
  });
  expect(confirmationOf(requested(data))).toMatchObject({
    message: { text: expect.stringContaining('2026-11-21 08:00 UTC') },
  });
});

test.each([
  [{ user_id: '7' }, 'a deletion without an address'],
  [{ email: 'zoe@example.com' }, 'a deletion without a user id'],
])('the deletion %j is passed over', (data, reason) => {
  expect(confirmationOf(requested(data))).toEqual({ kind: 'skip', reason });
});

/** Whoever holds a token for a moment: what they can't change, and who is told of what they can. */
import { describe, expect, test } from 'vitest';
import { config as noticing } from '../../functions/consumers/deliverUserNotice/config.ts';
import { deliverUserNotice } from '../../functions/consumers/deliverUserNotice/deliverUserNotice.ts';
import { consumer } from '../../lib/consumer/constructors.ts';
import { openAccounts, PASSWORD } from '../fixtures/accounts.ts';
import { bearer } from '../fixtures/tokens.ts';

const FIVE_MINUTES = 300_000;
const WEBHOOK = 'https://thief.example/hook';

const limits = { partitions: 1, retentionMs: 604_800_000, maxMessageBytes: 1_114_124 };
const noticeTopics = ['notification.email', 'dead-letter-queue'].map((name) => ({ name, ...limits }));

/** Jane, whose token was minted just now. */
async function openJane(settings: Record<string, string> = {}) {
  const accounts = await openAccounts(settings);
  const { platform } = accounts.api;
  await platform.broker.createTopics(noticeTopics);
  const jane = await accounts.register('jane');
  const handler = consumer(noticing, { 'user.notice_raised': deliverUserNotice }, { open: platform.open() });
  let passed = 0;
  let handled = 0;
  return {
    ...accounts,
    jane,
    later: (ms: number) => {
      platform.clock.nowMs += ms;
    },
    byAdmin: async (body: object) => {
      const headers = await bearer(platform, 'admin');
      return await accounts.api.ask(`/api/v1/users/${jane.id}/contact`, { method: 'PUT', body, headers });
    },
    contact: (body: object) => jane.change('PUT', '/contact', body),
    patch: (body: object) => jane.change('PATCH', '', body),
    notices: async () => (await accounts.told('user.notifications')).map(({ params }) => params),
    /** Who is to be written to by what was raised since it was asked last. */
    written: async () => {
      const raised = (await platform.onTopic('user.notifications')).slice(handled);
      handled += raised.length;
      await platform.invoke(handler, raised);
      const asked = (await accounts.told('notification.email')).slice(passed);
      passed += asked.length;
      return asked.map(({ to, template }) => [to, template]);
    },
  };
}

const redirecting = [
  ['PUT', { email: 'thief@example.com' }],
  ['PUT', { phone: '+4930123456' }],
  ['PUT', { webhook_url: WEBHOOK }],
  ['PATCH', { email: 'thief@example.com' }],
] as const;

describe('an address is changed', () => {
  test.each(redirecting)('by %s %j with a fresh log-in, and not five minutes later', async (method, body) => {
    const fresh = await openJane();
    fresh.later(FIVE_MINUTES);
    expect((await (method === 'PUT' ? fresh.contact(body) : fresh.patch(body))).status).toBe(200);
    const stale = await openJane();
    stale.later(FIVE_MINUTES + 1);
    const refused = await (method === 'PUT' ? stale.contact(body) : stale.patch(body));
    expect([refused.status, refused.body['code'], refused.headers.get('www-authenticate')]).toEqual([
      401,
      'LOGIN_NOT_FRESH',
      'Bearer error="insufficient_user_authentication", max_age="300"',
    ]);
    expect(await stale.notices()).toEqual([]);
  });

  test.each(redirecting)('by %s %j with the password, and not with a wrong one', async (method, body) => {
    const { contact, patch, later, told } = await openJane();
    later(10 * 60_000);
    const change = method === 'PUT' ? contact : patch;
    const wrong = await change({ ...body, password: 'password124' });
    expect([wrong.status, wrong.body['code']]).toEqual([403, 'WRONG_PASSWORD']);
    expect((await change({ ...body, password: PASSWORD })).status).toBe(200);
    expect(JSON.stringify([await told('user.events'), await told('user.notifications')])).not.toContain(PASSWORD);
  });

  test('by an administrator at any time', async () => {
    const { administer, jane, later } = await openJane();
    later(10 * 60_000);
    const admin = administer(jane.id);
    expect((await admin('PUT', '/contact', { email: 'new@example.com' })).status).toBe(200);
    expect((await admin('PATCH', '', { email: 'other@example.com' })).status).toBe(200);
  });

  test('as often as anybody may guess a password', async () => {
    const { contact } = await openJane({ LOGIN_PER_ACCOUNT: '2/900' });
    const guess = { email: 'thief@example.com', password: 'a guess' };
    const statuses = [];
    for (const body of [guess, guess, guess]) statuses.push((await contact(body)).status);
    expect(statuses).toEqual([403, 403, 429]);
  });
});

test.each([
  ['PUT', { preferences: { email: false }, locale: 'zh-CN' }],
  ['PUT', { email: null, phone: null, webhook_url: null }],
  ['PUT', { email: ' JANE@example.com ' }],
  ['PATCH', { profile: { city: 'Lyon' } }],
  ['PATCH', { email: 'JANE@EXAMPLE.COM' }],
] as const)('%s %j turns nothing elsewhere: any token does, and nobody is told', async (method, body) => {
  const { contact, patch, later, notices } = await openJane();
  later(10 * 60_000);
  expect((await (method === 'PUT' ? contact(body) : patch(body))).status).toBe(200);
  expect(await notices()).toEqual([]);
});

describe('the address before', () => {
  test.each([
    ['PUT', { email: 'thief@example.com', phone: '+4930123456' }, ['email', 'phone']],
    ['PUT', { webhook_url: WEBHOOK }, ['webhook']],
    ['PATCH', { email: 'thief@example.com' }, ['login_email', 'email']],
  ] as const)('is told of %s %j, and nothing of what it was changed to', async (method, body, changed) => {
    const { contact, patch, notices, written, told } = await openJane();
    expect((await (method === 'PUT' ? contact(body) : patch(body))).status).toBe(200);
    expect(await notices()).toEqual([{ changed, at: '2026-11-21T08:00:00.000Z' }]);
    expect(await written()).toEqual([['jane@example.com', 'contact_changed']]);
    expect(JSON.stringify(await told('notification.email'))).not.toMatch(/thief|4930123456/);
  });

  test('gets security notices for a fortnight, however often the contact is changed', async () => {
    const { byAdmin, contact, later, written } = await openJane();
    for (const n of [1, 2, 3, 4]) expect((await contact({ email: `thief${n}@example.com` })).status).toBe(200);
    await written();
    later(14 * 86_400_000 - 1);
    expect((await byAdmin({ phone: '+4930123456' })).status).toBe(200);
    const before = ['thief4', 'jane', 'thief1', 'thief2', 'thief3'].map((name) => [
      `${name}@example.com`,
      'contact_changed',
    ]);
    expect((await written()).sort()).toEqual(before.sort());
    later(1);
    expect((await byAdmin({ phone: null })).status).toBe(200);
    expect(await written()).toEqual([['thief4@example.com', 'contact_changed']]);
  });

  test('is told though the contact that was chosen stays', async () => {
    const { contact, patch, written } = await openJane();
    await contact({ email: 'chosen@example.com' });
    await patch({ email: 'jane2@example.com' });
    expect(await written()).toEqual([
      ['jane@example.com', 'contact_changed'],
      ['chosen@example.com', 'contact_changed'],
      ['jane@example.com', 'contact_changed'],
    ]);
  });
});

/** Events by the address that they name: whoever can be reached is, and an unusable address stops nothing. */
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { users } from '../../domain/users/user.ts';
import { config as delivering } from '../../functions/consumers/deliverEmail/config.ts';
import { deliverEmail } from '../../functions/consumers/deliverEmail/deliverEmail.ts';
import { config as noticing } from '../../functions/consumers/deliverUserNotice/config.ts';
import { deliverUserNotice } from '../../functions/consumers/deliverUserNotice/deliverUserNotice.ts';
import { config as securing } from '../../functions/consumers/sendSecurityNotice/config.ts';
import {
  noticePasswordChange,
  noticeStatusChange,
} from '../../functions/consumers/sendSecurityNotice/sendSecurityNotice.ts';
import { config as welcoming } from '../../functions/consumers/sendWelcomeEmail/config.ts';
import { sendWelcomeEmail } from '../../functions/consumers/sendWelcomeEmail/sendWelcomeEmail.ts';
import { consumer, delivery } from '../../lib/consumer/constructors.ts';
import { table } from '../../lib/declare/uses.ts';
import { put } from '../../lib/store/store.ts';
import { user } from '../domain/notifications/given.ts';
import { openPlatform } from '../fixtures/platform.ts';
import { recordOf } from '../fixtures/records.ts';

async function openAll() {
  const platform = await openPlatform([welcoming, securing, noticing, delivering]);
  const open = platform.open();
  const welcome = { 'user.registered': sendWelcomeEmail, welcome_email: sendWelcomeEmail };
  const secure = { 'user.password_changed': noticePasswordChange, 'user.status_changed': noticeStatusChange };
  const handlers = {
    welcoming: delivery(welcoming, welcome, { open }),
    securing: consumer(securing, secure, { open }),
    noticing: consumer(noticing, { 'user.notice_raised': deliverUserNotice }, { open }),
    delivering: delivery(delivering, { 'notification.email': deliverEmail }, { open }),
  };
  let offset = 0;
  const tell = async (by: keyof typeof handlers, topic: string, values: object[]) => {
    const records = values.map((value) => recordOf({ topic, offset: offset++, key: '7', value }));
    const { reports } = await platform.invoke(handlers[by], records);
    return reports.map(({ outcome, errorCode }) => errorCode ?? outcome);
  };
  const pass = async (by: keyof typeof handlers, topic: string) =>
    await platform.invoke(handlers[by], await platform.onTopic(topic));
  const mailed = () => platform.inbox.list(100).map(({ to }) => to[0]);
  const { connections } = await platform.open()({ name: 'given', uses: [table(users)], topics: [] });
  return { platform, tell, pass, mailed, store: connections.store };
}

const registered = (email: unknown) => ({ type: 'user.registered', id: randomUUID(), username: 'anna', email });

describe('a registration', () => {
  test.each([
    'anna@xn--e1afmkfd.xn--p1ai',
    'anna@müller.example',
    'rock&roll@example.com',
    "o'neil+tag@example.com",
    'first.last/dept=7@sub.example.museum',
  ])('of %s is welcomed', async (email) => {
    const { tell, mailed } = await openAll();
    expect(await tell('welcoming', 'user.events', [registered(email)])).toEqual(['handled']);
    expect(await tell('welcoming', 'notification-events', [{ type: 'welcome_email', user_id: 7, email }])).toEqual([
      'duplicate',
    ]);
    expect(mailed()).toEqual([email]);
  });

  test('whose domain is told in two spellings is welcomed once', async () => {
    const { tell, mailed } = await openAll();
    const spellings = ['Anna@müller.example', 'anna@xn--mller-kva.example', 'ANNA@MÜLLER.EXAMPLE'];
    expect(await tell('welcoming', 'user.events', spellings.map(registered))).toEqual([
      'handled',
      'duplicate',
      'duplicate',
    ]);
    expect(mailed()).toEqual(['Anna@müller.example']);
  });

  test.each([
    'anna',
    'анна@example.com',
    '"anna b"@example.com',
    `${'a'.repeat(65)}@example.com`,
    ['anna@example.com'],
    7,
    {},
  ])('with the unusable address %j is acknowledged', async (email) => {
    const { tell, mailed, platform } = await openAll();
    expect(await tell('welcoming', 'user.events', [registered(email)])).toEqual(['ignored']);
    expect([mailed(), await platform.onTopic('dead-letter-queue')]).toEqual([[], []]);
  });
});

test.each(['password_changed', 'status_changed'])(
  'a notice of user.%s that names an unusable address goes to the address we hold',
  async (type) => {
    const { store, tell, pass, mailed, platform } = await openAll();
    await store.transact([put(users, user)], randomUUID());
    const event = { type: `user.${type}`, id: 'change-1', user_id: '7', email: 'not an address', status: 'locked' };
    expect(await tell('securing', 'user.events', [event])).toEqual(['handled']);
    await pass('noticing', 'user.notifications');
    await pass('delivering', 'notification.email');
    expect([mailed(), await platform.onTopic('dead-letter-queue')]).toEqual([['now@example.com'], []]);
  },
);

test('a request for an e-mail acts on its address: an unusable one is a dead letter that names nobody', async () => {
  const { tell, mailed, platform } = await openAll();
  const asked = { type: 'notification.email', id: 'r-1', subject: 'Hi', body: 'Hi', to: 'somebody at example' };
  expect(await tell('delivering', 'notification.email', [asked])).toEqual(['ADDRESS_REFUSED']);
  expect(mailed()).toEqual([]);
  const [letter] = await platform.onTopic('dlq.notification');
  const headers = JSON.stringify(letter?.headers.map(([, value]) => Buffer.from(value ?? []).toString()));
  expect(headers).toContain('expected name@domain');
  expect(headers).not.toContain('somebody');
});

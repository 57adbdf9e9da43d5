/** The saved Lambda batches of the notice consumers, whole: what becomes of each record, and what they leave behind. */
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { userSettings } from '../../domain/users/settings.ts';
import type { KafkaRecord } from '../../lib/kafka/record.ts';
import { putIfAbsent } from '../../lib/store/store.ts';
import { batchRecords } from '../events/sampleRecords.ts';
import { type Noticing, openNotices } from '../fixtures/notices.ts';

async function runBatch(name: Noticing) {
  const { platform, store, worker } = await openNotices();
  // After the last record of the batch was written.
  platform.clock.nowMs = Date.parse('2026-11-21T08:11:00.000Z');
  const user = { ...settings, pk: 'user#373476556801234' };
  await store.transact([putIfAbsent(userSettings, user)], randomUUID());
  const { reports } = await platform.invoke(await worker(name), batchRecords(name));
  const outcomes = reports.map(({ partition, offset, outcome, errorCode }) =>
    [`${partition}@${offset}`, outcome, errorCode].filter((part) => part !== undefined).join(' '),
  );
  const emails = platform.inbox.list(10).map(({ to, subject }) => `${to} ${subject}`);
  return { platform, outcomes, emails: emails.toSorted() };
}

const settings = {
  sk: '-',
  version: 1,
  email: 'zoe@example.com',
  locale: 'en',
  preferences: { email: true, sms: true, webhook: true },
  createdAt: '2026-11-21T08:00:00.000Z',
};

function told(records: readonly KafkaRecord[], names: readonly string[]) {
  const values = records.map(({ value }) => JSON.parse(Buffer.from(value ?? []).toString()) as Record<string, unknown>);
  return values.map((value) => names.map((name) => value[name]).join(' ')).toSorted();
}

test('sendSecurityNotice: each change once; what has no user id, or is no event of its, is passed over', async () => {
  const { platform, outcomes } = await runBatch('sendSecurityNotice');
  expect(outcomes).toEqual([
    '0@30 handled',
    '0@31 duplicate',
    '0@32 handled',
    '1@12 handled',
    '1@13 ignored',
    // Its address is none, which nothing here needs.
    '1@14 handled',
    '1@15 ignored',
    '2@4 dead-letter NOT_JSON',
    '2@5 dead-letter NO_VALUE',
    '2@6 ignored',
  ]);
  expect(told(await platform.onTopic('user.notifications'), ['user_id', 'notice'])).toEqual([
    '373476556801234 password_changed',
    '373476556801234 status_changed',
    '373476556801234 status_changed',
    '42 status_changed',
  ]);
  expect(told(await platform.onTopic('audit.logs'), ['timestamp', 'actor', 'action', 'subject'])).toEqual([
    '2026-11-21T08:10:00.000Z user#373476556801234 user.password_changed user#373476556801234',
    '2026-11-21T08:10:02.000Z admin user.status_changed user#42',
    '2026-11-21T08:10:03.000Z admin user.status_changed user#373476556801234',
    '2026-11-21T08:10:05.000Z admin user.status_changed user#373476556801234',
  ]);
  expect(await platform.onTopic('dead-letter-queue')).toHaveLength(2);
});

test('deliverUserNotice: a request for whom an address is known', async () => {
  const { platform, outcomes } = await runBatch('deliverUserNotice');
  expect(outcomes).toEqual([
    '0@7 handled',
    '0@8 duplicate',
    '0@9 ignored',
    '1@3 ignored',
    '1@4 dead-letter SCHEMA_MISMATCH',
    '1@5 ignored',
    '2@1 dead-letter UNSAFE_INTEGER',
    '2@2 dead-letter NO_VALUE',
  ]);
  const requests = await platform.onTopic('notification.email');
  expect(told(requests, ['to', 'template', 'locale', 'category'])).toEqual([
    'zoe@example.com status_changed en security',
  ]);
  expect(
    platform.lines.flatMap(({ message, reason }) => (message === 'record.skipped' ? [reason] : [])).toSorted(),
  ).toEqual(['a notice to a user without an address', 'a notice without a user id']);
  expect(await platform.onTopic('dlq.notification')).toHaveLength(3);
});

test('deliverEmail: asked twice for one event, sent once; what can’t be written or sent is dead-lettered', async () => {
  const { platform, outcomes, emails } = await runBatch('deliverEmail');
  expect(outcomes).toEqual([
    '0@50 handled',
    '0@51 duplicate',
    '0@52 handled',
    '1@21 handled',
    '1@22 handled',
    '1@23 dead-letter REFUSED',
    '1@24 dead-letter REFUSED',
    '2@8 dead-letter ADDRESS_REFUSED',
    '2@9 dead-letter SCHEMA_MISMATCH',
    '2@10 ignored',
    '2@11 dead-letter NOT_JSON',
  ]);
  expect(emails).toEqual([
    'lin@example.com 您的密码已更改',
    'ops@example.com Critical risk alert: payment p-1',
    'zoe@example.com Your account was locked',
    'zoe@example.com Your parcel',
  ]);
  expect(await platform.onTopic('dlq.notification')).toHaveLength(5);
});

test('confirmDeletion: one confirmation, whatever address a later event has', async () => {
  const { platform, outcomes, emails } = await runBatch('confirmDeletion');
  expect(outcomes).toEqual([
    '0@60 handled',
    '0@61 duplicate',
    '0@62 duplicate',
    '1@33 ignored',
    '1@34 ignored',
    '1@35 ignored',
    '2@9 ignored',
    '2@10 dead-letter NOT_JSON',
  ]);
  expect(emails).toEqual(['zoe@example.com Your account was deleted']);
  expect(await platform.onTopic('dead-letter-queue')).toHaveLength(1);
});

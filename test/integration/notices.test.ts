import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { settingsRef, userSettings } from '../../domain/users/settings.ts';
import { userKeys } from '../../domain/users/userKey.ts';
import type { KafkaRecord } from '../../lib/kafka/record.ts';
import { put, putIfAbsent } from '../../lib/store/store.ts';
import { openNotices } from '../fixtures/notices.ts';
import { recordOf } from '../fixtures/records.ts';
import { realPart } from '../real/available.ts';

const ten = Array.from({ length: 10 }, (_, n) => n);
const at = '2026-11-21T07:58:30.000Z';

const changed = (offset: number) =>
  recordOf({
    topic: 'user.events',
    offset,
    key: '7',
    value: { type: 'user.password_changed', id: 'change-1', timestamp: at, user_id: '7' },
  });

const deleted = (offset: number) =>
  recordOf({
    topic: 'user.events',
    offset,
    key: '7',
    value: { type: 'user.deleted', id: `deletion-${offset}`, timestamp: at, user_id: '7', email: 'zoe@example.com' },
  });

const settings = {
  pk: 'user#7',
  sk: '-',
  version: 1,
  email: 'zoe@example.com',
  locale: 'zh-CN',
  preferences: { email: false, sms: true, webhook: true },
  createdAt: at,
};

type Given = Awaited<ReturnType<typeof openNotices>>;

/** Ten workers at once, each with this record at another offset; then another one ten times in a row. */
async function tellOften({ platform, worker }: Given, name: Parameters<Given['worker']>[0], records: KafkaRecord[]) {
  const workers = await Promise.all(ten.map(() => worker(name)));
  await Promise.all(workers.map((one, n) => platform.invoke(one, records.slice(n, n + 1))));
  // Claims that were lost in the race lapse.
  platform.clock.nowMs += 60_000;
  const last = await worker(name);
  const again = [];
  for (const record of records) again.push(await platform.invoke(last, [record]));
  return again.flatMap(({ outcomes }) => outcomes);
}

function suite(open: () => Promise<Given>): void {
  test('a change of password told twenty times: one notice, one log entry, one request and one e-mail', async () => {
    const given = await open();
    const { platform, store } = given;
    await store.transact([putIfAbsent(userSettings, settings)], randomUUID());
    await tellOften(given, 'sendSecurityNotice', ten.map(changed));
    const idsOn = async (topic: string) => {
      const records = await platform.onTopic(topic);
      return new Set(records.map(({ headers: [id] }) => Buffer.from(id?.[1] ?? []).toString())).size;
    };
    expect([await idsOn('user.notifications'), await idsOn('audit.logs')]).toEqual([1, 1]);
    const [notice] = await platform.onTopic('user.notifications');
    if (!notice) throw new Error('no notice');
    await tellOften(
      given,
      'deliverUserNotice',
      ten.map((offset) => ({ ...notice, offset })),
    );
    expect(await idsOn('notification.email')).toBe(1);
    const [request] = await platform.onTopic('notification.email');
    if (!request) throw new Error('no request');
    const again = await tellOften(
      given,
      'deliverEmail',
      ten.map((offset) => ({ ...request, offset })),
    );
    expect(again).toEqual(ten.map(() => 'duplicate'));
    expect(platform.inbox.list(10)).toMatchObject([
      { to: ['zoe@example.com'], subject: '您的密码已更改', text: expect.stringContaining('2026-11-21 07:58 UTC') },
    ]);
    const log = await platform.onTopic('audit.logs');
    expect(JSON.stringify(log.map(({ value }) => Buffer.from(value ?? []).toString()))).not.toContain('zoe');
  });

  test('a deletion told twenty times, each time as another event, is confirmed once', async () => {
    const given = await open();
    const again = await tellOften(given, 'confirmDeletion', ten.map(deleted));
    expect(again).toEqual(ten.map(() => 'duplicate'));
    expect(given.platform.inbox.list(10)).toMatchObject([
      { to: ['zoe@example.com'], subject: 'Your account was deleted' },
    ]);
  });

  test('nothing is raised, requested or sent once the user’s key is destroyed; the log alone goes on', async () => {
    const { platform, store, worker } = await open();
    await store.transact([putIfAbsent(userSettings, settings)], randomUUID());
    await platform.invoke(await worker('sendSecurityNotice'), [changed(0)]);
    const [notice] = await platform.onTopic('user.notifications');
    if (!notice) throw new Error('no notice');
    await platform.invoke(await worker('deliverUserNotice'), [notice]);
    const [request] = await platform.onTopic('notification.email');
    if (!request) throw new Error('no request');

    const tombstone = { pk: 'user#7', sk: '-', version: 2, deletedAt: at };
    const key = { pk: 'user#7', sk: '-', destroyedAt: at };
    await store.transact([put(userSettings, tombstone), putIfAbsent(userKeys, key)], randomUUID());
    const late = recordOf({
      topic: 'user.events',
      value: { type: 'user.status_changed', id: 'change-2', user_id: '7', status: 'locked' },
    });
    expect((await platform.invoke(await worker('sendSecurityNotice'), [late])).outcomes).toEqual(['handled']);
    const other = recordOf({
      topic: 'user.notifications',
      value: { type: 'user.notice_raised', id: 'n-2', user_id: '7', notice: 'x' },
    });
    expect((await platform.invoke(await worker('deliverUserNotice'), [other])).outcomes).toEqual(['ignored']);
    expect((await platform.invoke(await worker('deliverEmail'), [request])).outcomes).toEqual(['ignored']);
    const counts = ['user.notifications', 'notification.email', 'audit.logs'].map(
      async (topic) => (await platform.onTopic(topic)).length,
    );
    expect(await Promise.all(counts)).toEqual([1, 1, 2]);
    expect(platform.inbox.list(10)).toEqual([]);
    expect(await store.read([settingsRef('7')])).toEqual([tombstone]);
  });

  test('a critical alert reaches the admins by e-mail', async () => {
    const { platform, worker } = await open();
    const verdict = { check_id: 'c', subject_type: 'payment', subject_id: 'p-1', score: 110, reasons: ['<huge>'] };
    const alert = { event_type: 'risk.alert.critical', event_id: 'alert-1', level: 'critical', ...verdict };
    await platform.invoke(await worker('raiseRiskAlert'), [recordOf({ topic: 'risk.alert.critical', value: alert })]);
    const requests = await platform.onTopic('notification.email');
    expect((await platform.invoke(await worker('deliverEmail'), requests)).outcomes).toEqual(['handled']);
    expect(platform.inbox.list(10)).toMatchObject([
      {
        to: ['ops@example.com'],
        subject: 'Critical risk alert: payment p-1',
        text: expect.stringContaining('Score 110 (<huge>)'),
        html: expect.stringContaining('Score 110 (&lt;huge&gt;)'),
      },
    ]);
  });
}

describe('notices on SQLite', () => suite(() => openNotices()));

const address = await realPart('dynoxide');
describe.runIf(address)('notices on dynoxide', () => suite(() => openNotices(address ?? '')));

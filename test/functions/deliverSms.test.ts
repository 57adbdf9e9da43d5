/** `notification.sms` becomes SMS: each once, and of those that AWS may have taken, none a second time. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { templates } from '../../domain/notifications/templates.ts';
import { destroyKey, userKeys } from '../../domain/users/userKey.ts';
import { config } from '../../functions/consumers/deliverSms/config.ts';
import { deliverSms } from '../../functions/consumers/deliverSms/deliverSms.ts';
import { type Connections, localFiles } from '../../lib/connect/connect.ts';
import { delivery } from '../../lib/consumer/constructors.ts';
import { table } from '../../lib/declare/uses.ts';
import { type ErrorCode, Fault } from '../../lib/errors/fault.ts';
import { openSmsInbox } from '../../lib/sms/localInbox.ts';
import { segmentsOf } from '../../lib/sms/segments.ts';
import { batchRecords } from '../events/sampleRecords.ts';
import { openPlatform } from '../fixtures/platform.ts';
import { recordOf } from '../fixtures/records.ts';

type Change = (connections: Connections) => Partial<Connections>;

async function openSms(change?: Change, settings: Record<string, string> = {}) {
  const platform = await openPlatform([config]);
  const inbox = openSmsInbox(localFiles(platform.folder).outside);
  onTestFinished(() => inbox.close());
  const worker = (changed = change) =>
    delivery(config, { 'notification.sms': deliverSms }, { open: platform.open(changed, settings) });
  return { platform, worker, sent: () => inbox.list(100).map(({ to, body }) => [to[0], body]) };
}

let offset = 0;
const asked = (more = {}) =>
  recordOf({
    topic: 'notification.sms',
    offset: offset++,
    value: {
      ...{ event_type: 'notification.sms', event_id: `e${offset}`, timestamp: '2026-11-21T08:00:00.000Z' },
      ...{ to: '+4930123456', subject: 'Alert', body: 'Case 7', ...more },
    },
  });

const codesOf = (reports: readonly { outcome: string; errorCode?: string | undefined }[]) =>
  reports.map(({ outcome, errorCode }) => errorCode ?? outcome);

test('asked twice for one event, sent once; what can’t be sent is a dead letter, and stops nothing behind it', async () => {
  const { platform, worker, sent } = await openSms();
  const { reports } = await platform.invoke(worker(), batchRecords('deliverSms'));
  expect(
    reports.map(({ partition, offset: at, outcome, errorCode }) => `${partition}@${at} ${errorCode ?? outcome}`),
  ).toEqual([
    '0@10 handled',
    '0@11 duplicate',
    '0@12 handled',
    '1@5 handled',
    '1@6 handled',
    '1@7 ADDRESS_REFUSED',
    '1@8 REFUSED',
    '1@9 REFUSED',
    '2@3 SCHEMA_MISMATCH',
    '2@4 ignored',
    '2@5 NOT_JSON',
    '2@6 NO_VALUE',
  ]);
  expect(sent().toSorted()).toEqual([
    ['+4930123456', 'Critical risk alert: payment 8c2f6a17\nScore 110 (huge_amount, watched_country). Case d2b7c9e4.'],
    ['+4930123457', "Your code\nIt's 123456 - valid for five minutes..."],
    ['+4930123458', 'Bare\nNo envelope, no id'],
    [
      '+8613800138000',
      '您的密码已更改\n您好：\n您账户的密码已更改（2026-11-21 08:10 UTC）。\n如果是您本人操作，则无需理会此邮件。\n如果不是，则他人可能已进入您的账户：请立即联系我们的客服。',
    ],
  ]);
  expect(await platform.onTopic('dlq.notification')).toHaveLength(6);
});

test('one number in two spellings gets the message for one event once', async () => {
  const { platform, worker, sent } = await openSms();
  const spellings = ['+4930123456', '+49 30 123456', ' +49 (30) 123-456 '].map((to) =>
    asked({ to, cause_event_id: 'c-1' }),
  );
  expect(codesOf((await platform.invoke(worker(), spellings)).reports)).toEqual(['handled', 'duplicate', 'duplicate']);
  expect(sent()).toEqual([['+4930123456', 'Alert\nCase 7']]);
});

test('who opted out is a dead letter that names no number outside its own bytes, and the next one is sent', async () => {
  const { platform, worker, sent } = await openSms(undefined, { SMS_OPTED_OUT: '+49 30 999999' });
  const { reports } = await platform.invoke(worker(), [asked({ to: '+4930999999' }), asked()]);
  expect(codesOf(reports)).toEqual(['ADDRESS_REFUSED', 'handled']);
  expect(sent()).toHaveLength(1);
  const [letter] = await platform.onTopic('dlq.notification');
  expect(letter?.headers.map(([, value]) => Buffer.from(value ?? []).toString()).join()).not.toContain('30999999');
  expect(JSON.stringify(platform.lines)).not.toContain('30999999');
});

test('who was deleted gets none', async () => {
  const { platform, worker, sent } = await openSms();
  const { connections } = await platform.open()({ name: 'given', uses: [table(userKeys)], topics: [] });
  await connections.store.transact(destroyKey('7', undefined, '2026-11-21T08:00:00.000Z'), 'token');
  expect(codesOf((await platform.invoke(worker(), [asked({ user_id: 7 })])).reports)).toEqual(['ignored']);
  expect(sent()).toEqual([]);
});

test('in shadow none is sent, and the log says that one would have been, without number or text', async () => {
  const { platform, worker, sent } = await openSms(undefined, { SHADOW: 'true' });
  expect((await platform.invoke(worker(), [asked()])).outcomes).toEqual(['handled']);
  expect(sent()).toEqual([]);
  const told = platform.lines.filter(({ message }) => message === 'shadow.would-send');
  expect(told).toMatchObject([{ channel: 'sms', characters: 12 }]);
  expect(JSON.stringify(platform.lines)).not.toMatch(/30123456|Case 7/);
});

/** A provider that takes the message or not, and then fails. */
function failing(code: ErrorCode, takes: boolean): Change {
  return ({ sms }) => ({
    sms: {
      takesKeys: false,
      send: async (message, options) => {
        if (takes) await sms.send(message, options);
        throw new Fault(code, 'in this test');
      },
    },
  });
}

describe('a message that AWS', () => {
  test.each<[ErrorCode, boolean]>([
    ['TIMED_OUT', true],
    ['TIMED_OUT', false],
    ['DEPENDENCY_FAILED', true],
  ])('may have taken (%s, taken: %s) ends as OUTCOME_UNKNOWN, and is never sent again', async (code, takes) => {
    const { platform, worker, sent } = await openSms();
    const records = [asked()];
    expect(codesOf((await platform.invoke(worker(failing(code, takes)), records)).reports)).toEqual([
      'OUTCOME_UNKNOWN',
    ]);
    const again = await platform.invoke(worker(), records);
    expect(again.outcomes).toEqual(['duplicate']);
    expect(sent()).toHaveLength(takes ? 1 : 0);
  });

  test('was sent when its worker died is given up once the claim lapses, and is never sent again', async () => {
    const { platform, worker, sent } = await openSms();
    const records = [asked()];
    const { promise: taken, resolve } = Promise.withResolvers<void>();
    const dying: Change = ({ sms }) => ({
      sms: {
        takesKeys: false,
        send: async (message, options) => {
          await sms.send(message, options);
          resolve();
          return await new Promise<never>(() => undefined);
        },
      },
    });
    void platform.invoke(worker(dying), records);
    await taken;
    expect((await platform.invoke(worker(), records)).outcomes).toEqual(['handed-back']);
    platform.clock.nowMs += 16_000;
    expect(codesOf((await platform.invoke(worker(), records)).reports)).toEqual(['OUTCOME_UNKNOWN']);
    expect(sent()).toHaveLength(1);
  });

  test.each<ErrorCode>(['DEPENDENCY_UNAVAILABLE', 'NOT_AUTHORISED'])(
    'does not take from anybody (%s) is handed back, and sent once that is over',
    async (code) => {
      const { platform, worker, sent } = await openSms();
      const records = [asked()];
      expect((await platform.invoke(worker(failing(code, false)), records)).outcomes).toEqual(['handed-back']);
      expect((await platform.invoke(worker(), records)).outcomes).toEqual(['handled']);
      expect(sent()).toHaveLength(1);
      expect(await platform.onTopic('dlq.notification')).toEqual([]);
    },
  );
});

test.each([...templates.keys()])('the template %s has room in three segments, in each language', async (template) => {
  const { platform, worker, sent } = await openSms();
  const params = { at: '2026-11-21T08:00:00Z', status: 'suspended', field: 'email' };
  const records = ['en', 'zh-CN'].map((locale) => asked({ template, params, locale }));
  expect((await platform.invoke(worker(), records)).outcomes).toEqual(['handled', 'handled']);
  for (const [, body = ''] of sent()) expect(segmentsOf(body).count).toBeLessThanOrEqual(3);
});

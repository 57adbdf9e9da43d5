import { describe, expect, test } from 'vitest';
import type { Connections } from '../../../lib/connect/connect.ts';
import { delivery } from '../../../lib/consumer/constructors.ts';
import { Fault } from '../../../lib/errors/fault.ts';
import { emailChannel } from '../../../lib/mail/emailChannel.ts';
import { marks } from '../../../lib/tables/marks.ts';
import { handled, once, puts } from '../../fixtures/faultyStore.ts';
import { mailReceipts } from '../../fixtures/orders.ts';
import { openPlatform } from '../../fixtures/platform.ts';
import { mailsIn, order, receipt } from '../../fixtures/receipts.ts';

describe('where a repeat does more harm than none', () => {
  const sms = { 'order.placed': receipt({ ...emailChannel, onUnknown: 'dead-letter' as const }) };
  const keyless = { MAIL_KEYS: 'false' };
  const refusing = (state: string, code: 'THROTTLED' | 'STORE_UNAVAILABLE') =>
    once((writes) => (puts(state)(writes) ? new Fault(code, 'in this test') : undefined));

  test('what was sent, and could not be written down at once, is not sent again', async () => {
    const platform = await openPlatform([mailReceipts]);
    const handler = delivery(mailReceipts, sms, { open: platform.open(refusing('completed', 'THROTTLED'), keyless) });
    expect((await platform.invoke(handler, [order(0)])).outcomes).toEqual(['handled']);
    expect(mailsIn(platform)).toHaveLength(1);
  });

  test('what certainly was not sent is free for the next delivery', async () => {
    const platform = await openPlatform([mailReceipts]);
    const unclear = ({ store }: Connections) => ({
      store: handled(store, async (writes, write) => {
        const answer = await write();
        if (puts('sending')(writes)) throw new Fault('STORE_UNAVAILABLE', 'the answer is lost');
        return answer;
      }),
    });
    const unlucky = delivery(mailReceipts, sms, { open: platform.open(unclear, keyless) });
    expect((await platform.invoke(unlucky, [order(0)])).outcomes).toEqual(['handed-back']);
    const next = delivery(mailReceipts, sms, { open: platform.open(undefined, keyless) });
    expect((await platform.invoke(next, [order(0)])).outcomes).toEqual(['handled']);
    expect(mailsIn(platform)).toHaveLength(1);
  });

  test('what certainly was not sent is given back although the store is slow to take it', async () => {
    const platform = await openPlatform([mailReceipts]);
    let refusals = 3;
    const slow = ({ store }: Connections) => ({
      store: handled(store, async (writes, write) => {
        if (puts('sending')(writes)) platform.clock.nowMs += 5_001;
        const isGivenBack = writes.some((one) => one.op === 'remove' && one.ref.table === marks);
        if (isGivenBack && refusals > 0) {
          refusals -= 1;
          throw new Fault('THROTTLED', 'in this test');
        }
        return await write();
      }),
    });
    const unlucky = delivery(mailReceipts, sms, { open: platform.open(slow, keyless) });
    expect((await platform.invoke(unlucky, [order(0)])).outcomes).toEqual(['handed-back']);
    expect([refusals, platform.sleeps]).toEqual([0, [100, 200, 400]]);
    const next = delivery(mailReceipts, sms, { open: platform.open(undefined, keyless) });
    expect((await platform.invoke(next, [order(0)])).outcomes).toEqual(['handled']);
  });

  test('an unknown outcome stays unknown when who takes the claim over dies as well', async () => {
    const platform = await openPlatform([mailReceipts]);
    const dying = (fatal: string) => {
      let isDead = false;
      return ({ store }: Connections) => ({
        store: handled(store, async (writes, write) => {
          isDead ||= puts(fatal)(writes);
          if (isDead) throw new Fault('STORE_UNAVAILABLE', 'the process is gone');
          return await write();
        }),
      });
    };
    for (const fatal of ['completed', 'refused']) {
      const dead = delivery(mailReceipts, sms, { open: platform.open(dying(fatal), keyless) });
      expect((await platform.invoke(dead, [order(0)])).outcomes).toEqual(['handed-back']);
      platform.clock.nowMs += 15_001;
    }
    const alive = delivery(mailReceipts, sms, { open: platform.open(undefined, keyless) });
    const { reports } = await platform.invoke(alive, [order(0)]);
    expect(reports[0]).toMatchObject({ outcome: 'dead-letter', errorCode: 'OUTCOME_UNKNOWN' });
    expect(mailsIn(platform)).toHaveLength(1);
  });
});

test('a claim whose lease ran short before the sending could start is given back, not sent under', async () => {
  const platform = await openPlatform([mailReceipts]);
  const stalling = ({ store }: Connections) => ({
    store: handled(store, async (writes, write) => {
      const answer = await write();
      if (puts('sending')(writes)) platform.clock.nowMs += 5_001;
      return answer;
    }),
  });
  const slow = delivery(
    mailReceipts,
    { 'order.placed': receipt() },
    { open: platform.open(stalling, { MAIL_KEYS: 'false' }) },
  );
  expect((await platform.invoke(slow, [order(0)])).reports[0]).toMatchObject({
    outcome: 'handed-back',
    errorCode: 'TOO_LATE',
  });
  expect(mailsIn(platform)).toHaveLength(0);
});

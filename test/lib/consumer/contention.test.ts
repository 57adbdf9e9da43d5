import { describe, expect, test } from 'vitest';
import type { Connections } from '../../../lib/connect/connect.ts';
import { consumer, delivery } from '../../../lib/consumer/constructors.ts';
import { Fault } from '../../../lib/errors/fault.ts';
import { emailChannel } from '../../../lib/mail/emailChannel.ts';
import type { Write, WriteFailure } from '../../../lib/store/store.ts';
import { counting, placed, total } from '../../fixtures/counting.ts';
import { countOrders, mailReceipts } from '../../fixtures/orders.ts';
import { openPlatform } from '../../fixtures/platform.ts';
import { mailsIn, order, receipt } from '../../fixtures/receipts.ts';
import { recordOf } from '../../fixtures/records.ts';

type Answer = (writes: readonly Write[]) => WriteFailure[] | Fault | undefined;

/** What `answer` gives stands for the store's own answer, once; the writes are then not done. */
const once = (answer: Answer) => {
  let isOver = false;
  return ({ store }: Connections) => ({
    store: {
      ...store,
      transact: async (writes: readonly Write[], token: string) => {
        const given = isOver ? undefined : answer(writes);
        if (!given) return await store.transact(writes, token);
        isOver = true;
        if (given instanceof Fault) throw given;
        return given;
      },
    },
  });
};

const puts = (state: string) => (writes: readonly Write[]) =>
  writes.some((write) => write.op === 'put' && write.item['state'] === state);
const conflict: WriteFailure[] = [{ index: 0, reason: 'conflict' }];
const conflictOn = (state: string) => once((writes) => (puts(state)(writes) ? conflict : undefined));

describe('a transaction that meets another one in flight', () => {
  test('decides anew: it says nothing about what is there', async () => {
    const platform = await openPlatform([countOrders]);
    const handler = consumer(countOrders, { 'order.placed': counting }, platform.open(conflictOn('completed')));
    expect((await platform.invoke(handler, [recordOf({ value: placed('e1', 5) })])).outcomes).toEqual(['handled']);
    expect(await total(platform)).toBe(5);
    expect(await platform.onTopic('orders.dead')).toEqual([]);
  });

  test('is no settled failure: the record gets its letter', async () => {
    const platform = await openPlatform([countOrders]);
    const handler = consumer(countOrders, { 'order.placed': counting }, platform.open(conflictOn('dead-lettered')));
    const records = [recordOf({ value: '{"broken' })];
    expect((await platform.invoke(handler, records)).outcomes).toEqual(['dead-letter']);
    expect(await platform.onTopic('orders.dead')).toHaveLength(1);
  });

  test('again and again, has the record come again', async () => {
    const platform = await openPlatform([countOrders]);
    const always = ({ store }: Connections) => ({
      store: {
        ...store,
        transact: async (writes: readonly Write[], token: string) =>
          puts('dead-lettered')(writes) ? conflict : await store.transact(writes, token),
      },
    });
    const records = [recordOf({ value: '{"broken' })];
    const contended = consumer(countOrders, { 'order.placed': counting }, platform.open(always));
    expect((await platform.invoke(contended, records)).outcomes).toEqual(['handed-back']);
    const next = consumer(countOrders, { 'order.placed': counting }, platform.open());
    expect((await platform.invoke(next, records)).outcomes).toEqual(['dead-letter']);
  });

  test.each(['sending', 'completed'])('does not cost the claim on its way to %s', async (state) => {
    const platform = await openPlatform([mailReceipts]);
    const handler = delivery(mailReceipts, { 'order.placed': receipt() }, platform.open(conflictOn(state)));
    expect((await platform.invoke(handler, [order(0)])).outcomes).toEqual(['handled']);
    expect(mailsIn(platform)).toHaveLength(1);
  });
});

describe('where a repeat does more harm than none', () => {
  const sms = { 'order.placed': receipt({ ...emailChannel, onUnknown: 'dead-letter' as const }) };
  const keyless = { MAIL_KEYS: 'false' };
  const refusing = (state: string, code: 'THROTTLED' | 'STORE_UNAVAILABLE') =>
    once((writes) => (puts(state)(writes) ? new Fault(code, 'in this test') : undefined));

  test('what was sent, and could not be written down at once, is not sent again', async () => {
    const platform = await openPlatform([mailReceipts]);
    const handler = delivery(mailReceipts, sms, platform.open(refusing('completed', 'THROTTLED'), keyless));
    expect((await platform.invoke(handler, [order(0)])).outcomes).toEqual(['handled']);
    expect(mailsIn(platform)).toHaveLength(1);
  });

  test('what certainly was not sent is free for the next delivery', async () => {
    const platform = await openPlatform([mailReceipts]);
    const unclear = ({ store }: Connections) => ({
      store: {
        ...store,
        transact: async (writes: readonly Write[], token: string) => {
          const answer = await store.transact(writes, token);
          if (puts('sending')(writes)) throw new Fault('STORE_UNAVAILABLE', 'the answer is lost');
          return answer;
        },
      },
    });
    const unlucky = delivery(mailReceipts, sms, platform.open(unclear, keyless));
    expect((await platform.invoke(unlucky, [order(0)])).outcomes).toEqual(['handed-back']);
    const next = delivery(mailReceipts, sms, platform.open(undefined, keyless));
    expect((await platform.invoke(next, [order(0)])).outcomes).toEqual(['handled']);
    expect(mailsIn(platform)).toHaveLength(1);
  });

  test('an unknown outcome stays unknown when who takes the claim over dies as well', async () => {
    const platform = await openPlatform([mailReceipts]);
    const dying = (fatal: string) => {
      let isDead = false;
      return ({ store }: Connections) => ({
        store: {
          ...store,
          transact: async (writes: readonly Write[], token: string) => {
            isDead ||= puts(fatal)(writes);
            if (isDead) throw new Fault('STORE_UNAVAILABLE', 'the process is gone');
            return await store.transact(writes, token);
          },
        },
      });
    };
    for (const fatal of ['completed', 'refused']) {
      const dead = delivery(mailReceipts, sms, platform.open(dying(fatal), keyless));
      expect((await platform.invoke(dead, [order(0)])).outcomes).toEqual(['handed-back']);
      platform.clock.nowMs += 15_001;
    }
    const alive = delivery(mailReceipts, sms, platform.open(undefined, keyless));
    const { reports } = await platform.invoke(alive, [order(0)]);
    expect(reports[0]).toMatchObject({ outcome: 'dead-letter', errorCode: 'OUTCOME_UNKNOWN' });
    expect(mailsIn(platform)).toHaveLength(1);
  });
});

test('a claim whose lease ran short before the sending could start is given back, not sent under', async () => {
  const platform = await openPlatform([mailReceipts]);
  const stalling = ({ store }: Connections) => ({
    store: {
      ...store,
      transact: async (writes: readonly Write[], token: string) => {
        const answer = await store.transact(writes, token);
        if (puts('sending')(writes)) platform.clock.nowMs += 5_001;
        return answer;
      },
    },
  });
  const slow = delivery(mailReceipts, { 'order.placed': receipt() }, platform.open(stalling, { MAIL_KEYS: 'false' }));
  expect((await platform.invoke(slow, [order(0)])).reports[0]).toMatchObject({
    outcome: 'handed-back',
    errorCode: 'TOO_LATE',
  });
  expect(mailsIn(platform)).toHaveLength(0);
});

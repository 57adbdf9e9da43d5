import { describe, expect, test } from 'vitest';
import type { Connections } from '../../../lib/connect/connect.ts';
import { delivery } from '../../../lib/consumer/constructors.ts';
import { fromLetter } from '../../../lib/deadLetter/letter.ts';
import { consumerConfig } from '../../../lib/declare/consumerConfig.ts';
import { table } from '../../../lib/declare/uses.ts';
import { type Channel, type Delivery, send } from '../../../lib/deliveries/delivery.ts';
import { Fault } from '../../../lib/errors/fault.ts';
import { emailChannel } from '../../../lib/mail/emailChannel.ts';
import type { Email } from '../../../lib/mail/mail.ts';
import { put } from '../../../lib/store/store.ts';
import { handled, puts } from '../../fixtures/faultyStore.ts';
import { mailReceipts, type orderPlaced, totalRef, totals } from '../../fixtures/orders.ts';
import { openPlatform, type Platform } from '../../fixtures/platform.ts';
import { mailsIn, order, receipt } from '../../fixtures/receipts.ts';

/** Where a repeat does more harm than a message that nobody got, and the provider can't tell. */
const once: Channel<Email> = { ...emailChannel, onUnknown: 'dead-letter', takesKeys: () => false };

const deliver = (
  platform: Platform,
  one: Delivery<typeof orderPlaced, Email>,
  change?: Parameters<Platform['open']>[0],
) => delivery(mailReceipts, { 'order.placed': one }, { open: platform.open(change) });

describe('a send', () => {
  test.each([
    ['THROTTLED', [1_000]],
    ['DEPENDENCY_UNAVAILABLE', []],
  ] as const)('that was certainly not made (%s) leaves the key free at once', async (code, sleeps) => {
    const platform = await openPlatform([mailReceipts]);
    let tries = 0;
    const refusing: Channel<Email> = {
      ...once,
      send: async (...given) => {
        tries += 1;
        if (tries === 1) throw new Fault(code, 'in this test');
        await once.send(...given);
      },
    };
    const handler = deliver(platform, receipt(refusing));
    await platform.invoke(handler, [order(0)]);
    await platform.invoke(handler, [order(0)]);
    expect([tries, platform.sleeps]).toEqual([2, sleeps]);
    expect(mailsIn(platform)).toHaveLength(1);
  });

  test('that is to wait longer than the invocation lasts leaves the key free for the next one', async () => {
    const platform = await openPlatform([mailReceipts]);
    const waiting: Channel<Email> = {
      ...once,
      send: async () => {
        throw new Fault('THROTTLED', 'in this test', { retryAfterMs: 60_000 });
      },
    };
    expect((await platform.invoke(deliver(platform, receipt(waiting)), [order(0)])).outcomes).toEqual(['handed-back']);
    expect((await platform.invoke(deliver(platform, receipt(once)), [order(0)])).outcomes).toEqual(['handled']);
  });

  test('that may have been made is not made again: a dead letter OUTCOME_UNKNOWN at the first try', async () => {
    const platform = await openPlatform([mailReceipts]);
    const lost: Channel<Email> = {
      ...once,
      send: async () => {
        throw new Fault('DEPENDENCY_FAILED', 'socket hang up');
      },
    };
    const { reports } = await platform.invoke(deliver(platform, receipt(lost)), [order(0)]);
    expect(reports).toMatchObject([{ outcome: 'dead-letter', errorCode: 'OUTCOME_UNKNOWN', attempts: 1 }]);
    expect(platform.sleeps).toEqual([]);
  });

  test.each([
    ['of a channel that can not send twice is an unknown outcome', once, 'OUTCOME_UNKNOWN'],
    ['of a channel that may send twice is a bug, and no more', { ...once, onUnknown: 'repeat' }, 'PROGRAMMER_ERROR'],
  ] as const)('whose code throws, perhaps after the answer came: that %s', async (_, channel, errorCode) => {
    const platform = await openPlatform([mailReceipts]);
    const buggy: Channel<Email> = {
      ...channel,
      send: async () => {
        throw new TypeError("Cannot read properties of undefined (reading 'messageId')");
      },
    };
    const { reports } = await platform.invoke(deliver(platform, receipt(buggy)), [order(0)]);
    expect(reports).toMatchObject([{ outcome: 'dead-letter', errorCode, attempts: 1 }]);
    const [letter] = await platform.onTopic('orders.dead');
    expect(fromLetter(letter?.headers ?? [])?.stack).toMatch(/^at .*sending\.test\.ts:\d+:\d+\)/);
  });

  test('is given up when the limit of its channel is over', async () => {
    const platform = await openPlatform([mailReceipts]);
    const slow: Channel<Email> = {
      ...once,
      limitMs: 20,
      send: (_, __, signal) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(new Fault('DEPENDENCY_FAILED', 'slow'))),
        ),
    };
    const { reports } = await platform.invoke(deliver(platform, receipt(slow)), [order(0)]);
    expect(reports).toMatchObject([{ outcome: 'dead-letter', errorCode: 'OUTCOME_UNKNOWN' }]);
  });

  test('is not made while its channel would refuse it, and the key is free', async () => {
    const platform = await openPlatform([mailReceipts]);
    let refusal: Fault | null = new Fault('BREAKER_OPEN', 'mail');
    const handler = deliver(platform, receipt({ ...once, refusal: () => refusal }));
    expect((await platform.invoke(handler, [order(0)])).reports).toMatchObject([
      { outcome: 'handed-back', errorCode: 'BREAKER_OPEN' },
    ]);
    expect(mailsIn(platform)).toEqual([]);
    refusal = null;
    expect((await platform.invoke(deliver(platform, receipt(once)), [order(0)])).outcomes).toEqual(['handled']);
  });

  test('that can not be noted as made is tried to be noted as long as there is time, and never made again', async () => {
    const noting = async (remainingMs: number) => {
      const platform = await openPlatform([mailReceipts]);
      const unnoted = ({ store }: Connections) => ({
        store: handled(store, async (writes, write) => {
          if (puts('completed')(writes)) throw new Fault('STORE_UNAVAILABLE', 'in this test');
          return await write();
        }),
      });
      const handler = deliver(platform, receipt(once), unnoted);
      const { reports } = await platform.invoke(handler, [order(0)], remainingMs);
      expect(reports).toMatchObject([{ outcome: 'handed-back', errorCode: 'STORE_UNAVAILABLE' }]);
      expect(mailsIn(platform)).toHaveLength(1);
      return platform.sleeps;
    };
    expect(await noting(30_000)).toEqual([1_000, 2_000]);
    expect(await noting(3_900)).toEqual([1_000]);
  });
});

describe('what is to be sent', () => {
  test('may depend on what it loads', async () => {
    const reading = consumerConfig({ ...mailReceipts, uses: [...mailReceipts.uses, table(totals)] });
    const platform = await openPlatform([reading]);
    const { connections } = await platform.open()(reading);
    await connections.store.transact([put(totals, { pk: 'order#o-1', sk: '-', amount: 7 })], 'given');
    const loading: Delivery<typeof orderPlaced, Email, { total: ReturnType<typeof totalRef> }> = {
      load: ({ data }) => ({ total: totalRef(data.order_id) }),
      prepare: (_, { total }) => send('k', { to: ['a@example.com'], subject: `${total?.amount}`, text: '', html: '' }),
      channel: emailChannel,
    };
    const handler = delivery(reading, { 'order.placed': loading }, { open: platform.open() });
    expect((await platform.invoke(handler, [order(0)])).outcomes).toEqual(['handled']);
    expect(mailsIn(platform)).toEqual([[['a@example.com'], '7']]);
  });

  test('may be refused: a dead letter, and nothing is sent', async () => {
    const platform = await openPlatform([mailReceipts]);
    const { reports } = await platform.invoke(deliver(platform, receipt()), [order(0, { amount: -1 })]);
    expect(reports).toMatchObject([{ outcome: 'dead-letter', errorCode: 'REFUSED' }]);
    expect(mailsIn(platform)).toEqual([]);
  });
});

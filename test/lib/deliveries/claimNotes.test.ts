import { describe, expect, test } from 'vitest';
import type { Connections } from '../../../lib/connect/connect.ts';
import { delivery } from '../../../lib/consumer/constructors.ts';
import type { Channel } from '../../../lib/deliveries/delivery.ts';
import { type ErrorCode, Fault } from '../../../lib/errors/fault.ts';
import { emailChannel } from '../../../lib/mail/emailChannel.ts';
import type { Email } from '../../../lib/mail/mail.ts';
import type { Item } from '../../../lib/store/store.ts';
import { marks } from '../../../lib/tables/marks.ts';
import { handled, puts } from '../../fixtures/faultyStore.ts';
import { mailReceipts } from '../../fixtures/orders.ts';
import { openPlatform } from '../../fixtures/platform.ts';
import { mailsIn, order, receipt } from '../../fixtures/receipts.ts';

const paused: Channel<Email> = {
  ...emailChannel,
  send: async () => {
    throw new Fault('DEPENDENCY_UNAVAILABLE', 'sending is paused');
  },
};

/** A store that refuses to give a claim back. */
const keeping =
  (code: ErrorCode) =>
  ({ store }: Connections) => ({
    store: handled(store, async (writes, write) => {
      if (writes.some((one) => one.op === 'remove' && one.ref.table === marks)) throw new Fault(code, 'in this test');
      return await write();
    }),
  });

describe('a claim that can not be given back', () => {
  test.each([
    ['THROTTLED', [100, 200, 400]],
    ['STORE_UNAVAILABLE', []],
  ] as const)('(%s) is left to its lease, and the record fails as it would have', async (code, sleeps) => {
    const platform = await openPlatform([mailReceipts]);
    const handler = delivery(mailReceipts, { 'order.placed': receipt(paused) }, { open: platform.open(keeping(code)) });
    const { reports } = await platform.invoke(handler, [order(0)]);
    expect(reports).toMatchObject([{ outcome: 'handed-back', errorCode: 'DEPENDENCY_UNAVAILABLE' }]);
    expect(platform.sleeps).toEqual(sleeps);
    expect(platform.lines.filter(({ message }) => message === 'claim.kept')).toHaveLength(1);
  });
});

test('a message is sent as long as the lease covers the call, to the millisecond', async () => {
  const platform = await openPlatform([mailReceipts]);
  const stalling = ({ store }: Connections) => ({
    store: handled(store, async (writes, write) => {
      if (puts('sending')(writes)) platform.clock.nowMs += 5_000;
      return await write();
    }),
  });
  const handler = delivery(mailReceipts, { 'order.placed': receipt() }, { open: platform.open(stalling) });
  expect((await platform.invoke(handler, [order(0)])).outcomes).toEqual(['handled']);
});

test('a claim tells which event it is for, and goes a week after its topic forgets that', async () => {
  const platform = await openPlatform([mailReceipts]);
  const claims: Item[] = [];
  const watching = ({ store }: Connections) => ({
    store: handled(store, async (writes, write) => {
      for (const one of writes) if (one.op === 'put' && one.item['state'] === 'claimed') claims.push(one.item);
      return await write();
    }),
  });
  const handler = delivery(mailReceipts, { 'order.placed': receipt() }, { open: platform.open(watching) });
  await platform.invoke(handler, [order(0)]);
  // 14 days from 2026-11-21T08:00:00Z.
  expect(claims).toMatchObject([{ eventId: 'e0', expiresAt: 1_796_457_600 }]);
});

test('a channel need not say beforehand what it would refuse; what is sent may depend on who reads', async () => {
  const platform = await openPlatform([mailReceipts]);
  const { refusal: _, ...plain } = emailChannel;
  const writers: string[] = [];
  const { prepare } = receipt();
  const noting: typeof prepare = (event, loaded, context) => {
    writers.push(context.writer);
    return prepare(event, loaded, context);
  };
  const deliveries = { 'order.placed': { ...receipt(plain), prepare: noting } };
  const handler = delivery(mailReceipts, deliveries, { open: platform.open() });
  expect((await platform.invoke(handler, [{ ...order(0), partition: 2 }])).outcomes).toEqual(['handled']);
  expect(writers).toEqual(['orders-2']);
  expect(mailsIn(platform)).toHaveLength(1);
});

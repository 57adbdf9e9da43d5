import { describe, expect, test } from 'vitest';
import { Fault } from '../../../lib/errors/fault.ts';
import { put } from '../../../lib/store/store.ts';
import { handled, puts } from '../../fixtures/faultyStore.ts';
import { order } from '../../fixtures/receipts.ts';
import { ticketDelivery, tickets } from '../../fixtures/tickets.ts';
import { type Change, type Given, overtaking, withTickets } from './givenTickets.ts';

describe('what follows from a send', () => {
  test('is written with the completion of its claim, its events are told, and a repeat does nothing', async () => {
    const { platform, sent, handlerOf, ticket, told } = await withTickets();
    const handler = handlerOf();
    expect((await platform.invoke(handler, [order(0), order(1)])).outcomes).toEqual(['handled', 'duplicate']);
    expect((await platform.invoke(handler, [order(0)])).outcomes).toEqual(['duplicate']);
    expect([await ticket(), await told(), sent.length]).toEqual([
      { pk: 'o-1', sk: '-', version: 1, number: 't-1' },
      [1],
      1,
    ]);
  });

  test('is decided again on what is there by then, and nothing is sent again for it', async () => {
    const { platform, sent, handlerOf, store, ticket, told } = await withTickets();
    const { outcomes } = await platform.invoke(handlerOf(overtaking(store, 2)), [order(0)]);
    expect(outcomes).toEqual(['handled']);
    expect([await ticket(), await told(), sent.length]).toEqual([
      { pk: 'o-1', sk: '-', version: 3, number: 't-1' },
      [3],
      1,
    ]);
  });

  test('that others overtake again and again goes back with its receipt, which the next delivery takes up', async () => {
    const { platform, sent, handlerOf, store, ticket } = await withTickets();
    const { reports } = await platform.invoke(handlerOf(overtaking(store, 5)), [order(0)]);
    expect(reports).toMatchObject([{ outcome: 'handed-back', errorCode: 'STORE_CONTENDED' }]);
    expect((await platform.invoke(handlerOf(), [order(0)])).outcomes).toEqual(['handled']);
    expect([await ticket(), sent.length]).toEqual([{ pk: 'o-1', sk: '-', version: 6, number: 't-1' }, 1]);
  });

  test('that our code can not decide is a dead letter that keeps the receipt: once mended, a re-drive sends nothing', async () => {
    const { platform, sent, handlerOf, ticket } = await withTickets();
    const buggy = () => {
      throw new TypeError('undefined is not a function');
    };
    const { reports } = await platform.invoke(handlerOf(undefined, { onSent: buggy }), [order(0)]);
    expect(reports).toMatchObject([{ outcome: 'dead-letter', errorCode: 'PROGRAMMER_ERROR' }]);
    const redriven = { ...order(0), headers: [['x-replay-count', Buffer.from('1')] as const] };
    expect((await platform.invoke(handlerOf(), [redriven])).outcomes).toEqual(['handled']);
    expect([(await ticket())?.['number'], sent.length]).toEqual(['t-1', 1]);
  });

  test('that fails now and then is tried again three times, on the same receipt', async () => {
    const { platform, sent, handlerOf, ticket } = await withTickets();
    let left = 2;
    const { onSent } = ticketDelivery(async () => ({ number: '' }));
    const flaky: NonNullable<Given['onSent']> = (...given) => {
      left -= 1;
      if (left >= 0) throw new Error('now and then');
      return onSent?.(...given) as never;
    };
    const { reports } = await platform.invoke(handlerOf(undefined, { onSent: flaky }), [order(0)]);
    expect(reports).toMatchObject([{ outcome: 'handled', attempts: 3 }]);
    expect([(await ticket())?.['number'], sent.length]).toEqual(['t-1', 1]);
  });

  test('whose transaction was done though its answer was lost is written once, and told', async () => {
    const { platform, sent, handlerOf, ticket, told } = await withTickets();
    let isLost = false;
    const losing: Change = ({ store }) => ({
      store: handled(store, async (writes, write) => {
        const done = await write();
        if (isLost || !puts('completed')(writes)) return done;
        isLost = true;
        throw new Fault('STORE_UNAVAILABLE', 'the answer was lost');
      }),
    });
    expect((await platform.invoke(handlerOf(losing), [order(0)])).outcomes).toEqual(['handled']);
    expect([(await ticket())?.['version'], await told(), sent.length]).toEqual([1, [1], 1]);
  });

  test('is not written again either where the try that was done went under another token, as in a group', async () => {
    const { platform, sent, handlerOf, store, ticket, told } = await withTickets();
    let tries = 0;
    const losing: Change = ({ store: own }) => ({
      store: {
        ...own,
        transact: async (writes, token) => {
          if (!puts('completed')(writes)) return await own.transact(writes, token);
          tries += 1;
          const done = await own.transact(writes, `${token} ${tries}`);
          if (tries > 1) return done;
          await store.transact([put(tickets, { pk: 'o-1', sk: '-', version: 2, number: 'theirs' })], 'theirs');
          throw new Fault('STORE_UNAVAILABLE', 'the answer was lost');
        },
      },
    });
    expect((await platform.invoke(handlerOf(losing), [order(0)])).outcomes).toEqual(['handled']);
    expect([await ticket(), await told(), sent.length, tries]).toEqual([
      { pk: 'o-1', sk: '-', version: 2, number: 'theirs' },
      [1],
      1,
      2,
    ]);
  });

  test('is written by whoever takes over from a worker that died after the send; the message then goes twice', async () => {
    const { platform, sent, handlerOf, ticket, told } = await withTickets();
    const dying: Change = ({ store }) => ({
      store: handled(store, async (writes, write) => {
        if (puts('completed')(writes)) throw new Fault('STORE_UNAVAILABLE', 'the process is gone');
        return await write();
      }),
    });
    expect((await platform.invoke(handlerOf(dying), [order(0)])).outcomes).toEqual(['handed-back']);
    platform.clock.nowMs += 6_100;
    expect((await platform.invoke(handlerOf(), [order(0)])).outcomes).toEqual(['handled']);
    expect([(await ticket())?.['number'], await told(), sent.length]).toEqual(['t-2', [1], 2]);
  });
});

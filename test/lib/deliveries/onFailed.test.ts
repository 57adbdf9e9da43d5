import { describe, expect, test } from 'vitest';
import { Fault } from '../../../lib/errors/fault.ts';
import { once, puts } from '../../fixtures/faultyStore.ts';
import { order } from '../../fixtures/receipts.ts';
import { ticketDelivery } from '../../fixtures/tickets.ts';
import { type Given, lettersOf, overtaking, withTickets } from './givenTickets.ts';

describe('what follows from a send that failed for good', () => {
  const refusing = () => {
    throw new Fault('ADDRESS_REFUSED', 'no such seat');
  };

  test('is written with the dead letter, in one transaction, and told', async () => {
    const { platform, handlerOf, ticket, told } = await withTickets(refusing);
    const { reports } = await platform.invoke(handlerOf(), [order(0), order(1)]);
    expect(reports.map(({ outcome, errorCode }) => [outcome, errorCode])).toEqual([
      ['dead-letter', 'ADDRESS_REFUSED'],
      ['duplicate', 'ADDRESS_REFUSED'],
    ]);
    expect(await ticket()).toMatchObject({ version: 1, number: 'ADDRESS_REFUSED' });
    expect([await told(), (await lettersOf(platform)).length]).toEqual([[1], 1]);
  });

  test('is written after the third try, not before, and not at all where a later try succeeds', async () => {
    let left = 2;
    const { platform, handlerOf, ticket } = await withTickets(() => {
      left -= 1;
      if (left >= 0) throw new Error('socket hang up');
    });
    expect((await platform.invoke(handlerOf(), [order(0)])).outcomes).toEqual(['handled']);
    expect(await ticket()).toMatchObject({ version: 1, number: 't-1' });
    left = 3;
    expect((await platform.invoke(handlerOf(), [order(1, { order_id: 'o-2' })])).outcomes).toEqual(['dead-letter']);
  });

  test('is decided again on what is there by then', async () => {
    const { platform, handlerOf, store, ticket } = await withTickets(refusing);
    const { outcomes } = await platform.invoke(handlerOf(overtaking(store, 2, 'refused')), [order(0)]);
    expect(outcomes).toEqual(['dead-letter']);
    expect([await ticket(), (await lettersOf(platform)).length]).toMatchObject([
      { version: 3, number: 'ADDRESS_REFUSED' },
      1,
    ]);
  });

  test('never keeps the letter from being written: where our code can not decide it, the log says so', async () => {
    const { platform, handlerOf, ticket } = await withTickets(refusing);
    const buggy = () => {
      throw new TypeError('undefined is not a function');
    };
    const { outcomes } = await platform.invoke(handlerOf(undefined, { onFailed: buggy }), [order(0)]);
    expect([outcomes, await ticket(), (await lettersOf(platform)).length]).toEqual([['dead-letter'], undefined, 1]);
    expect(platform.lines.find(({ message }) => message === 'failure.unfollowed')).toMatchObject({
      next: 'mend onFailed, then re-drive the letter',
    });
  });

  test('is not asked where prepare refuses: nothing was sent, and nothing failed outside', async () => {
    const { platform, handlerOf, ticket } = await withTickets();
    const refused: Partial<Given> = { prepare: () => ({ kind: 'refusal', detail: 'sold out' }) };
    expect((await platform.invoke(handlerOf(undefined, refused), [order(0)])).outcomes).toEqual(['dead-letter']);
    expect(await ticket()).toBeUndefined();
  });

  test('tells an unknown outcome apart', async () => {
    const { platform, handlerOf, ticket } = await withTickets(() => {
      throw new Fault('TIMED_OUT', 'no answer');
    });
    const { channel } = ticketDelivery(async () => Promise.reject(new Fault('TIMED_OUT', 'no answer')));
    const careful: Partial<Given> = { channel: { ...channel, onUnknown: 'dead-letter' } };
    expect((await platform.invoke(handlerOf(undefined, careful), [order(0)])).outcomes).toEqual(['dead-letter']);
    expect(await ticket()).toMatchObject({ number: 'OUTCOME_UNKNOWN' });
  });

  test('waits for a store that does not answer: letter and outcome come together', async () => {
    const { platform, handlerOf, ticket } = await withTickets(refusing);
    const down = once((writes) => (puts('refused')(writes) ? new Fault('STORE_UNAVAILABLE', 'down') : undefined));
    expect((await platform.invoke(handlerOf(down), [order(0)])).outcomes).toEqual(['handed-back']);
    expect([await ticket(), (await lettersOf(platform)).length]).toEqual([undefined, 0]);
    platform.clock.nowMs += 10_000;
    expect((await platform.invoke(handlerOf(), [order(0)])).outcomes).toEqual(['dead-letter']);
    expect([(await ticket())?.['version'], (await lettersOf(platform)).length]).toEqual([1, 1]);
  });
});

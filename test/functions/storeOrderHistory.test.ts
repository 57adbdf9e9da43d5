import { describe, expect, test } from 'vitest';
import { legacy, openHistory, record } from '../fixtures/orderHistory.ts';

describe('an order event', () => {
  test.each<[string, unknown, string, string | undefined]>([
    ['of a type that nobody knows is kept', legacy('order_gift_wrapped', '00'), 'handled', undefined],
    [
      'of TRX’s envelope is kept',
      { id: 'e', type: 'order.created', timestamp: '2026-11-21T08:00:00Z', data: { order_id: 'o-1' } },
      'handled',
      undefined,
    ],
    ['without a user is kept', { ...legacy('order_paid', '00'), user_id: null }, 'handled', undefined],
    ['of another major version is kept', { ...legacy('order_paid', '00'), version: '9.0' }, 'handled', undefined],
    [
      'that names no order is refused',
      { ...legacy('order_paid', '00'), order_id: undefined },
      'dead-letter',
      'REFUSED',
    ],
    ['without a type is none', { order_id: 'o-1', user_id: 7 }, 'dead-letter', 'NO_EVENT_TYPE'],
    [
      'with an amount that would be rounded',
      '{"event_type":"order_created","order_id":"o-1","amount":9007199254740993}',
      'dead-letter',
      'UNSAFE_INTEGER',
    ],
    [
      'of a user whose id would be rounded',
      '{"event_type":"order_created","order_id":"o-1","user_id":9007199254740993}',
      'dead-letter',
      'UNSAFE_INTEGER',
    ],
    [
      'with a time that is none',
      { ...legacy('order_paid', '00'), timestamp: 'yesterday' },
      'dead-letter',
      'BAD_TIMESTAMP',
    ],
    ['larger than an item', { ...legacy('order_paid', '00'), note: 'x'.repeat(310_000) }, 'dead-letter', 'STORE_LIMIT'],
    ['that is a tombstone', null, 'dead-letter', 'NO_VALUE'],
  ])('%s', async (_, value, outcome, errorCode) => {
    const { platform, worker } = await openHistory();
    const { reports } = await platform.invoke(worker(), [record(0, value), record(1, legacy('order_paid', '59'))]);
    expect(reports.map((one) => [one.outcome, one.errorCode])).toEqual([
      [outcome, errorCode],
      ['handled', undefined],
    ]);
    expect(await platform.onTopic('dead-letter-queue')).toHaveLength(outcome === 'dead-letter' ? 1 : 0);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { restoreOrder } from '../../domain/orders/history.ts';
import { compareTimes, sortableTime } from '../../domain/time.ts';
import { at, event } from '../fixtures/orderEvents.ts';

const field = fc.dictionary(
  fc.constantFrom('amount', 'status', 'currency', 'merchant_id', 'user_id', 'note', 'items', 'order_no'),
  fc.constantFrom<unknown>(null, 0, 7, 19.9, 'EUR', 'm-1', 'a b', '', ['x'], { y: 1 }),
);
const anyEvent = fc
  .record({
    id: fc.constantFrom('e1', 'e2', 'e3', 'e4', 'e5', 'e6'),
    type: fc.constantFrom('order_created', 'order.updated', 'order_cancelled', 'order_paid', 'note'),
    seconds: fc.constantFrom('00.000', '00.000000001', '01.000', '01.000000000', '02.500', '02.500999'),
    data: field,
    changes: fc.oneof(fc.constant(undefined), field, fc.constant('none')),
  })
  .map(({ id, type, seconds, data, changes }) => event(id, type, seconds, { ...data, ...(changes && { changes }) }));
/** One content a place, as the store has it: the same id at the same time is the same event. */
const history = fc.uniqueArray(anyEvent, {
  maxLength: 8,
  selector: ({ id, at: time }) => `${id} ${sortableTime(time)}`,
});

const names = [
  ['amount', 'amountMinor'],
  ['currency', 'currency'],
  ['merchant_id', 'merchantId'],
  ['order_no', 'orderNo'],
  ['status', 'status'],
] as const;

describe('whatever order and however often the same events are told in', () => {
  test('the same order is restored', () => {
    const told = history.chain((events) =>
      fc.tuple(fc.constant(events), fc.shuffledSubarray([...events, ...events], { minLength: events.length })),
    );
    fc.assert(
      fc.property(told, ([events, retold]) => {
        const all = [...retold, ...events.filter((one) => !retold.includes(one))];
        expect(restoreOrder(all)).toEqual(restoreOrder(events));
      }),
    );
  });

  test('at a time it is what the events up to then make it', () => {
    fc.assert(
      fc.property(
        history,
        fc.constantFrom('00.000', '00.000000001', '01.500', '02.500999', '59.000'),
        (events, when) => {
          const before = events.filter((one) => compareTimes(one.at, at(when)) <= 0);
          expect(restoreOrder(events, at(when))).toEqual(restoreOrder(before));
        },
      ),
    );
  });

  test('it never holds a field twice', () => {
    fc.assert(
      fc.property(history, (events) => {
        const { clear, rest } = restoreOrder(events) ?? { clear: {}, rest: {} };
        expect(names.filter(([name, as]) => name in rest && as in clear)).toEqual([]);
      }),
    );
  });
});

// Events of no time, or of the same time.
import { describe, expect, test } from 'vitest';
import type { KafkaRecord } from '../../lib/kafka/record.ts';
import { trxLoggedIn } from '../fixtures/logins.ts';
import { legacy, openHistory, record, restored } from '../fixtures/orderHistory.ts';
import { at, named, nameIn, openUsers } from '../fixtures/toldUsers.ts';

describe('no time, neither of the event nor of its record', () => {
  const timeless = (told: KafkaRecord) => ({ ...told, timestamp: -1 });

  test('is the time of handling in the log, a repeat is recognised, and the last log-in stays where it was', async () => {
    const given = await openUsers();
    const login = timeless(trxLoggedIn({ timestamp: '' }));
    expect(await given.logged(login)).toEqual(['handled']);
    given.platform.clock.nowMs = at('09:00:00.000');
    expect(await given.logged(login)).toEqual(['duplicate']);
    expect(await given.entries()).toMatchObject([{ at: '2026-11-21T08:00:00.000Z' }]);
    expect(await given.last()).toBeUndefined();
  });

  test('is before every other time in a view', async () => {
    const given = await openUsers();
    await given.told(named(0, 'timed', '2026-11-20T00:00:00Z'), timeless(named(1, 'timeless', '')));
    const [view] = await given.viewed();
    expect(nameIn(view)).toBe('timed');
  });

  test('puts an order’s event where it was handled, once', async () => {
    const given = await openHistory();
    const placed = timeless(record(0, legacy('order_created', '01', { timestamp: '' })));
    await given.platform.invoke(given.worker(), [placed]);
    given.platform.clock.nowMs = at('09:00:00.000');
    const { outcomes } = await given.platform.invoke(given.worker(), [placed]);
    expect(outcomes).toEqual(['duplicate']);
    expect(await restored(given)).toMatchObject({ changedAt: '2026-11-21T08:00:00.000Z', events: 1 });
  });
});

describe('equal times', () => {
  test.each([[[9, 10]], [[10, 9]], [[99, 100]], [[8, 1_000]]])(
    'in a view are told apart by offset: %j',
    async (offsets) => {
      const given = await openUsers();
      const last = Math.max(...offsets);
      for (const offset of offsets) await given.told(named(offset, `at-${offset}`, '2026-11-21T07:59:00Z'));
      const [view, kept] = await given.viewed();
      expect([nameIn(view), nameIn(kept)]).toEqual([`at-${last}`, `at-${last}`]);
    },
  );

  test.each([
    ['without ids', {}, {}],
    ['with ids that sort the other way', { event_id: 'z' }, { event_id: 'a' }],
  ])('in the history of an order are told apart by offset, %s', async (_, first, second) => {
    const given = await openHistory();
    const created = record(9, legacy('order_created', '01', first));
    const paid = record(10, legacy('order_paid', '01', second));
    await given.platform.invoke(given.worker(), [created, paid]);
    expect(await restored(given)).toMatchObject({ clear: { status: 'paid' }, events: 2 });
  });
});

import { describe, expect, test } from 'vitest';
import { keepEvent, keyOfUser, type OrderEvent } from '../../domain/orders/orderEvent.ts';
import type { UserKey } from '../../domain/users/userKey.ts';
import type { Commit } from '../../lib/commit/commit.ts';
import { context } from '../fixtures/orderEvents.ts';

const key: UserKey = { pk: 'user#7', sk: '-', salt: 's' };
const destroyed: UserKey = { pk: 'user#7', sk: '-', destroyedAt: '2026-11-20T08:00:00.000Z' };

const told = { event_type: 'x', order_id: 'o-1', user_id: 7, amount: 5, note: 'for Zoë' };
const event = {
  id: 'e1',
  idIsPlace: false,
  type: 'order_paid',
  format: 'flat',
  version: 1,
  timestamp: '2026-11-21T08:00:00.123Z',
  source: 'trx',
  traceId: null,
  data: told,
} as const;

function kept(change: object, given: { key?: UserKey | undefined } = { key }): { commit: Commit; item: OrderEvent } {
  const commit = keepEvent({ ...event, ...change }, given, context);
  if (commit.kind !== 'commit' || typeof commit.once !== 'object') throw new Error('expected a commit');
  return { commit, item: commit.once.item as OrderEvent };
}

describe('an event of an order', () => {
  test('stands at its order, by time and id, with nothing of a person in the clear', () => {
    const { commit, item } = kept({});
    expect([item.pk, item.sk]).toEqual(['order#o-1', '2026-11-21T08:00:00.123000000Z#e1']);
    expect(item).toMatchObject({ type: 'order_paid', at: '2026-11-21T08:00:00.123Z', userId: '7', amountMinor: 5 });
    expect(JSON.stringify(item)).not.toContain('Zoë');
    expect([commit.sameAs, commit.writes]).toEqual([['content'], []]);
    expect(keyOfUser(event)).toMatchObject({ key: { pk: 'user#7' } });
  });

  test('seals nothing where there is nothing to seal, and then makes no key', () => {
    const { commit, item } = kept({ data: { order_id: 'o-1', user_id: 7, amount: 5 } }, {});
    expect([item.sealed, item.withheld, commit.writes]).toEqual([undefined, undefined, []]);
  });

  test.each([
    ['without a user', { data: { order_id: 'o-1', amount: 5, note: 'for Zoë', status: 'gone to Zoë' } }, undefined, 2],
    ['of a deleted user', {}, destroyed, 2],
  ])('%s keeps what is no personal data, and counts what it leaves out', (_, change, userKey, withheld) => {
    const { commit, item } = kept(change, { key: userKey });
    expect(item).toMatchObject({ amountMinor: 5, withheld });
    expect([item.sealed, commit.writes, JSON.stringify(item).includes('Zoë')]).toEqual([undefined, [], false]);
  });

  test.each([undefined, null, '', 4.5, {}, 'x'.repeat(257), '\ud800'])('is refused when its order id is %j', (id) => {
    const refused = keepEvent({ ...event, data: { ...told, order_id: id } }, { key }, context);
    expect(refused).toEqual({ kind: 'refusal', detail: expect.stringContaining('expected order_id') });
  });

  test('makes the user’s key where it is the first to need it', () => {
    const { item, commit } = kept({}, {});
    expect([typeof item.sealed, commit.writes]).toEqual([
      'string',
      [expect.objectContaining({ when: { absent: true } })],
    ]);
  });

  test('of a type that is no code hides the type as well', () => {
    const { item } = kept({ type: 'left with Zoë' });
    expect([item.type, JSON.stringify(item).includes('Zoë')]).toEqual(['other', false]);
  });

  test('is told from another one at its place by its content, whatever the order of the fields', () => {
    const content = (change: object) => kept(change).item.content;
    expect(content({ data: { note: 'for Zoë', amount: 5, user_id: 7, order_id: 'o-1', event_type: 'x' } })).toBe(
      content({}),
    );
    expect(content({ data: { ...told, amount: 6 } })).not.toBe(content({}));
    expect(content({ type: 'order_sent' })).not.toBe(content({}));
  });

  test('whose id is a place stands beside another one of that place, for topics are made anew', () => {
    const place = { id: 'order-events-0-1', idIsPlace: true };
    expect(kept({ ...place, data: { ...told, amount: 6 } }).item.sk).not.toBe(kept(place).item.sk);
    expect(kept({ id: 'x'.repeat(300) }).item.sk).toMatch(/^2026-11-21T08:00:00\.123000000Z#sha256:[\w-]{43}$/);
  });

  test('that made the order puts it into one of the lists', () => {
    const lists = ['order_created', 'order.created', 'order_paid'].map((type) => kept({ type }).item.listed);
    expect(lists).toEqual([expect.stringMatching(/^orders-\d+$/), lists[0], undefined]);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shownUser } from '../../domain/users/shownUser.ts';
import { type ForeignUserFields, type UserView, updateView } from '../../domain/users/view.ts';
import { config } from '../../functions/consumers/updateUserView/config.ts';
import { createReader } from '../../lib/consumer/message.ts';
import type { KafkaRecord } from '../../lib/kafka/record.ts';
import { foldHistory } from '../fixtures/userFold.ts';
import { history } from '../fixtures/userHistory.ts';
import { recordsOf } from '../fixtures/userRecords.ts';

const read = createReader(config);

type Items = { view: UserView | undefined; kept: ForeignUserFields | undefined };

/** The items after these records, one after the other; `writes` counts what was written. */
function itemsAfter(records: readonly KafkaRecord[]): Items & { writes: number } {
  const items: Items & { writes: number } = { view: undefined, kept: undefined, writes: 0 };
  for (const record of records) {
    const message = read(record);
    if (message.kind !== 'message') throw new Error(`${record.value} is ${message.kind}`);
    const decided = updateView('42', message.event as never, items);
    if (decided.kind === 'skip') continue;
    for (const write of decided.writes) {
      if (write.op !== 'put') continue;
      items.writes += 1;
      if (write.table.name === 'userViews') items.view = write.item as UserView;
      else items.kept = write.item as ForeignUserFields;
    }
  }
  return items;
}

function shown(view: UserView | undefined) {
  if (!view || view.deleted) return undefined;
  const { fields, version, lastLoginAt } = shownUser(view);
  return { ...fields, version, ...(lastLoginAt !== undefined && { last_login_at: lastLoginAt }) };
}

/** A history, and an order in which its records come, some of them several times. */
const interleaved = history.chain((whole) => {
  const records = recordsOf(whole, '42');
  const repeats = fc.array(fc.nat(Math.max(0, records.length - 1)), { maxLength: 6 });
  const order = repeats.chain((again) => {
    const all = [...records.keys(), ...(records.length > 0 ? again : [])];
    return fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length });
  });
  return order.map((places) => ({ whole, records, order: places.flatMap((at) => records[at] ?? []) }));
});

describe('events of one user', () => {
  test('give the same items in any order and duplication, and what they show is a plain fold of them', () => {
    fc.assert(
      fc.property(interleaved, ({ whole, records, order }) => {
        const inOrder = itemsAfter(records);
        const { view, kept } = itemsAfter(order);
        expect({ view, kept }).toEqual({ view: inOrder.view, kept: inOrder.kept });
        expect(shown(view)).toEqual(foldHistory(whole));
      }),
      { numRuns: 1_000 },
    );
  });

  test('told again change nothing, and nothing is written', () => {
    fc.assert(
      fc.property(interleaved, ({ order }) => {
        const { writes } = itemsAfter(order);
        expect(itemsAfter([...order, ...order, ...order.toReversed()]).writes).toBe(writes);
      }),
      { numRuns: 300 },
    );
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shownUser } from '../../domain/users/shownUser.ts';
import type { UserView } from '../../domain/users/view.ts';
import { propertyRuns } from '../environment.ts';
import { foldHistory } from '../fixtures/userFold.ts';
import { itemsAfter } from '../fixtures/userItems.ts';
import { interleaved } from '../fixtures/userRecords.ts';

function shown(view: UserView | undefined) {
  if (!view || view.deleted) return undefined;
  const { fields, version, lastLoginAt } = shownUser(view);
  return { ...fields, version, ...(lastLoginAt !== undefined && { last_login_at: lastLoginAt }) };
}

describe('events of one user', () => {
  test('give the same items in any order and duplication, and what they show is a plain fold of them', () => {
    fc.assert(
      fc.property(interleaved('42'), ({ whole, records, order }) => {
        const inOrder = itemsAfter(records, '42');
        const { view, kept } = itemsAfter(order, '42');
        expect({ view, kept }).toEqual({ view: inOrder.view, kept: inOrder.kept });
        expect(shown(view)).toEqual(foldHistory(whole));
      }),
      { numRuns: propertyRuns(1_000) },
    );
  });

  test('told again change nothing, and nothing is written', () => {
    fc.assert(
      fc.property(interleaved('42'), ({ order }) => {
        const { writes } = itemsAfter(order, '42');
        expect(itemsAfter([...order, ...order, ...order.toReversed()], '42').writes).toBe(writes);
      }),
      { numRuns: propertyRuns(300) },
    );
  });
});

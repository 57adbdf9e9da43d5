import { expect, test } from 'vitest';
import { lanesOf } from '../../../lib/batch/lanes.ts';
import { settleSideBySide } from '../../../lib/batch/sideBySide.ts';
import type { Work } from '../../../lib/batch/work.ts';
import { recordOf } from '../../fixtures/records.ts';

test('of more than a thousand keys all are handled, no more than a thousand records together', async () => {
  // The first 2,500 of a key each, then a second one of the first and of the last key.
  const keys = [...Array.from({ length: 2_500 }, (_, n) => `k${n}`), 'k0', 'k2499'];
  const records = keys.map((key, offset) => recordOf({ offset, key, value: 'x' }));
  const together: number[] = [];
  const work = {
    read: (record: object) => ({ kind: 'message', record, event: {} }),
    failures: { of: () => undefined },
    invocation: {},
    deadline: { canStart: () => true, took: () => undefined },
    engine: { now: () => 0, log: { isOn: () => false } },
    handling: {
      many: async (messages: readonly unknown[]) => {
        together.push(messages.length);
        return messages.map(() => ({ kind: 'done', outcome: 'handled' }));
      },
    },
  } as unknown as Work;
  expect(await settleSideBySide({ records, lanes: lanesOf(records, 'key'), work })).toEqual([]);
  expect(together).toEqual([1_000, 1_000, 501, 1]);
});

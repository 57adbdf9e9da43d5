import { expect, test } from 'vitest';
import type { Connections } from '../../../lib/connect/connect.ts';
import { findFailures } from '../../../lib/failures/findFailures.ts';
import { FIRST_MADE_UP_OFFSET } from '../../../lib/kafka/record.ts';
import { putIfAbsent, type Store } from '../../../lib/store/store.ts';
import { failureRef, marks } from '../../../lib/tables/marks.ts';
import { countOrders } from '../../fixtures/orders.ts';
import { openPlatform } from '../../fixtures/platform.ts';
import { recordOf } from '../../fixtures/records.ts';

const at = (offset: number, partition = 0) => recordOf({ offset, partition, value: `v${offset}` });

/** The offsets of those records that have a mark of a failure, and how often the store was asked. */
async function found(records: ReturnType<typeof at>[], failed: ReturnType<typeof at>[]) {
  const platform = await openPlatform([countOrders]);
  const asked: string[] = [];
  const watching = ({ store }: Connections) => {
    const query: Store['query'] = async (index, range, page) => {
      asked.push(`${index.partition} from ${range?.from} to ${range?.to}`);
      return await store.query(index, range, page);
    };
    return { store: { ...store, query } };
  };
  const engine = await platform.open(watching)(countOrders);
  for (const record of failed) {
    const { pk, sk } = failureRef('countOrders', record);
    const mark = { pk, sk, state: 'dead-lettered', at: '', expiresAt: 2_000_000_000 } as const;
    await engine.connections.store.transact([putIfAbsent(marks, mark)], `failed ${sk}`);
  }
  const failures = await findFailures(records, engine);
  return { offsets: records.flatMap((one) => (failures.of(one) ? [one.offset] : [])), asked };
}

test('failures are found from the lowest offset of a batch to the highest, in whatever order they stand', async () => {
  const batch = [at(12), at(10), at(15), at(11)];
  const { offsets, asked } = await found(batch, [at(10), at(15), at(13)]);
  expect(offsets).toEqual([10, 15]);
  expect(asked).toEqual(['countOrders#orders-0#failed from 0000000000000010 to 0000000000000015$']);
});

test('a record of other bytes, or of another partition, has not failed', async () => {
  const anew = { ...at(10), value: Buffer.from('made anew') };
  expect((await found([anew, at(11, 1)], [at(10), at(11)])).offsets).toEqual([]);
});

test('offsets that are made up are looked for by themselves: all that lies between them is not', async () => {
  const madeUp = at(FIRST_MADE_UP_OFFSET + 1);
  const { offsets, asked } = await found([at(10), madeUp, at(11)], [at(11), madeUp]);
  expect(offsets).toEqual([FIRST_MADE_UP_OFFSET + 1, 11]);
  expect(asked.sort()).toEqual([
    'countOrders#orders-0#failed from 0000000000000010 to 0000000000000011$',
    'countOrders#orders-0#failed from 4503599627370497 to 4503599627370497$',
  ]);
  expect((await found([madeUp], [madeUp])).asked).toHaveLength(1);
});

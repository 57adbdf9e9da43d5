import { describe, expect, test } from 'vitest';
import { consumer } from '../../../lib/consumer/constructors.ts';
import type { Decider } from '../../../lib/decisions/decider.ts';
import { Fault } from '../../../lib/errors/fault.ts';
import type { KafkaRecord } from '../../../lib/kafka/record.ts';
import { type MskEvent, toMskEvent } from '../../../lib/msk/mskEvent.ts';
import { responseTo } from '../../../lib/outcomes/response.ts';
import { counting, placed, total } from '../../fixtures/counting.ts';
import { countOrders, type orderPlaced } from '../../fixtures/orders.ts';
import { openPlatform, source } from '../../fixtures/platform.ts';
import { recordOf } from '../../fixtures/records.ts';

const record = (partition: number, offset: number, key: string) =>
  recordOf({ partition, offset, key, value: placed(`e${partition}-${offset}`, 1, { order_id: key }) });

const context = { awsRequestId: 'test', getRemainingTimeInMillis: () => 30_000 } as never;

/** The store refuses whatever concerns that order. */
function failingFor(orderId: string): Decider<typeof orderPlaced> {
  return {
    decide: (event, loaded, context) => {
      if (event.data.order_id === orderId) throw new Fault('STORE_UNAVAILABLE', 'gone for lunch');
      return counting.decide(event, loaded, context);
    },
  };
}

const ten = [
  record(1, 8, 'down'),
  record(1, 9, 'up'),
  record(0, 10, 'down'),
  record(0, 2, 'up'),
  record(0, 11, 'down'),
];

describe('a partial response', () => {
  test('names what goes back, sorted, with the keys of the event', async () => {
    const platform = await openPlatform([countOrders]);
    const open = platform.open(undefined, { PARTIAL_RESPONSES: 'true' });
    const handler = consumer(countOrders, { 'order.placed': failingFor('down') }, { open });
    expect(await handler(JSON.parse(JSON.stringify(toMskEvent(ten, source))), context)).toEqual({
      batchItemFailures: [
        { itemIdentifier: { partition: 'orders-0', offset: 10 } },
        { itemIdentifier: { partition: 'orders-0', offset: 11 } },
        { itemIdentifier: { partition: 'orders-1', offset: 8 } },
      ],
    });
    expect(await total(platform, 'up')).toBe(2);
  });

  test('is nothing where nothing goes back', async () => {
    const platform = await openPlatform([countOrders]);
    const open = platform.open(undefined, { PARTIAL_RESPONSES: 'true' });
    const handler = consumer(countOrders, { 'order.placed': counting }, { open });
    expect(await handler(toMskEvent(ten, source), context)).toBeUndefined();
  });

  test('is not given unless the deployment says that the mapping reads it', async () => {
    const platform = await openPlatform([countOrders]);
    const handler = consumer(countOrders, { 'order.placed': failingFor('down') }, { open: platform.open() });
    await expect(handler(toMskEvent(ten, source), context)).rejects.toMatchObject({ code: 'HANDED_BACK' });
  });

  test.each(['only what it names', 'everything from the lowest offset on'])(
    'is right where a mapping sends again %s',
    async (reading) => {
      const platform = await openPlatform([countOrders]);
      const open = platform.open(undefined, { PARTIAL_RESPONSES: 'true' });
      await consumer(countOrders, { 'order.placed': failingFor('down') }, { open })(toMskEvent(ten, source), context);
      const isSent = ({ partition, offset }: KafkaRecord) => (partition === 0 ? offset >= 10 : offset >= 8);
      const again = ten.filter((one) =>
        reading.startsWith('only') ? Buffer.from(one.key ?? '').toString() === 'down' : isSent(one),
      );
      const handler = consumer(countOrders, { 'order.placed': counting }, { open });
      expect((await platform.invoke(handler, again)).thrown).toBeNull();
      expect([await total(platform, 'up'), await total(platform, 'down')]).toEqual([2, 3]);
    },
  );
});

test('a record that the event names otherwise can not be named in a response', () => {
  const [first] = ten;
  const event: MskEvent = toMskEvent(ten, source);
  const odd = { ...event, records: { 'orders-1': [{ ...event.records['orders-1']?.[0], offset: '8' }] } };
  expect(first && responseTo(odd as never, [first])).toBeUndefined();
});

test('a response is sorted by the name of the partition, then by offset as a number', () => {
  const sent = [record(0, 10, 'a'), record(0, 9, 'a'), record(10, 1, 'a'), record(2, 3, 'a')];
  const other = { ...record(0, 4, 'a'), topic: 'orders-old' };
  const response = responseTo(toMskEvent([...sent, other], source), [other, ...sent]);
  expect(response?.batchItemFailures.map(({ itemIdentifier: { partition, offset } }) => [partition, offset])).toEqual([
    ['orders-0', 9],
    ['orders-0', 10],
    ['orders-10', 1],
    ['orders-2', 3],
    ['orders-old-0', 4],
  ]);
});

test('a partition of the event that holds no list names nothing', () => {
  const [first] = ten;
  const event = { ...toMskEvent([], source), records: { 'orders-1': { length: 1 }, 'orders-0': [null] } };
  expect(first && responseTo(event as never, [first])).toBeUndefined();
  expect(responseTo(event as never, [])).toEqual({ batchItemFailures: [] });
});

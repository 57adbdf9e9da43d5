// Transactions: https://docs.aws.amazon.com/lambda/latest/dg/with-msk.html names none; as Kafka's `isolation.level=read_committed` has them.
import { afterAll, describe, expect, it } from 'vitest';
import { openKafkaBroker } from '../../../local/broker/kafka/adapter.ts';
import type { MappingParameters } from '../../../local/trigger/parameters.ts';
import { newName, record, topicSettings } from '../../contracts/broker/given.ts';
import { realPart } from '../../real/available.ts';
import { aborted, begunTransaction, committed } from '../../real/transactions.ts';
import { enabled, eventually, givenTrigger, mapping } from './givenTrigger.ts';

const available = await realPart('kafka');
const address = available ?? '';

describe.runIf(available)('a mapping of a topic with transactions', () => {
  const broker = openKafkaBroker({ brokers: [address], isOurs: true, compressionOf: () => 'none', now: Date.now });
  afterAll(() => broker.close());

  async function givenTopic() {
    const topic = newName('transactions');
    await broker.createTopics([{ ...topicSettings(topic), partitions: 1 }]);
    const given = await givenTrigger();
    const group = `ship-${topic}`;
    const own: Partial<MappingParameters> = {
      Topics: [topic],
      AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: group },
    };
    const started = (differs: Partial<MappingParameters> = {}) =>
      given.startWith({ broker }, mapping({ ...own, ...differs }));
    const offsets: number[] = [];
    /** Takes what is invoked, until so many records came. */
    async function delivered(count: number): Promise<number[]> {
      while (offsets.length < count) {
        const { places, succeed } = await given.nextInvocation();
        offsets.push(...places.map((place) => Number(place.split('@')[1])));
        succeed();
      }
      return offsets;
    }
    const position = async () => (await broker.groups()).find((found) => found.group === group);
    const atEnd = () => eventually(position, (found) => found?.lag === 0);
    const plain = (value: string) => broker.publish([record(topic, null, value)]);
    return { ...given, topic, group, started, delivered, position, atEnd, plain };
  }

  it('delivers what was committed and nothing that was aborted; its lag reaches 0', async () => {
    const { topic, started, delivered, atEnd, plain, quiet } = await givenTopic();
    await plain('0');
    await committed(address, topic, '1', '2'); // The marker is 3.
    await aborted(address, topic, '4', '5'); // The marker is 6.
    await plain('7');
    await committed(address, topic, '8'); // The marker is 9.
    started();
    expect(await delivered(5)).toEqual([0, 1, 2, 7, 8]);
    expect(await atEnd()).toMatchObject({ committed: 10, end: 10, lag: 0 });
    expect(await quiet()).toEqual([]);
  });

  it('tells transactions apart that lie between each other', async () => {
    const { topic, started, delivered, atEnd } = await givenTopic();
    const [first, second] = [
      await begunTransaction(address, topic, ['0']),
      await begunTransaction(address, topic, ['1']),
    ];
    const third = await begunTransaction(address, topic, ['2']);
    await second.abort(); // The marker is 3.
    await first.commit(); // The marker is 4.
    await third.abort(); // The marker is 5.
    await committed(address, topic, '6'); // The marker is 7.
    started();
    expect(await delivered(2)).toEqual([0, 6]);
    expect(await atEnd()).toMatchObject({ committed: 8, end: 8, lag: 0 });
  });

  it('waits for an open transaction, and has what follows it in order afterwards', async () => {
    const { topic, started, delivered, atEnd, plain, quiet } = await givenTopic();
    await plain('0');
    const open = await begunTransaction(address, topic, ['1', '2']);
    await plain('3');
    started();
    expect(await delivered(1)).toEqual([0]);
    expect(await atEnd()).toMatchObject({ committed: 1, end: 1, lag: 0 });
    expect(await quiet()).toEqual([]);
    await open.commit(); // The marker is 4.
    expect(await delivered(4)).toEqual([0, 1, 2, 3]);
    expect(await atEnd()).toMatchObject({ committed: 5, end: 5, lag: 0 });
  });

  it.each([
    ['its last records were aborted', ['0'], 1, { committed: 6, end: 6 }],
    ['it has nothing but aborted records', [], 0, { committed: 4, end: 4 }],
  ])('has no lag on a topic: %s', async (_, kept, count, expected) => {
    const { topic, started, delivered, atEnd, quiet } = await givenTopic();
    if (kept.length > 0) await committed(address, topic, ...kept);
    await aborted(address, topic, 'a', 'b', 'c');
    started();
    expect(await delivered(count)).toHaveLength(count);
    expect(await atEnd()).toMatchObject({ ...expected, lag: 0 });
    expect(await quiet()).toEqual([]);
  });

  it('moves its group over what is aborted while the function has a batch, once that is done', async () => {
    const { topic, started, nextInvocation, position, atEnd, plain, quiet } = await givenTopic();
    await plain('0');
    started();
    const batch = await nextInvocation();
    await aborted(address, topic, '1');
    expect(await quiet()).toEqual([]);
    expect(await position()).toBeUndefined();
    batch.succeed();
    expect(await atEnd()).toMatchObject({ committed: 3, end: 3, lag: 0 });
  });

  it('leaves an open batch what was read before the aborted records', async () => {
    const { topic, started, delivered, position, atEnd, plain } = await givenTopic();
    await plain('0');
    started({ MaximumBatchingWindowInSeconds: 1 });
    await aborted(address, topic, '1', '2');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await position()).toBeUndefined();
    expect(await delivered(1)).toEqual([0]);
    expect(await atEnd()).toMatchObject({ committed: 4, end: 4, lag: 0 });
  });

  it('goes on from a control marker that its group was set to', async () => {
    const { topic, group, started, delivered, atEnd, plain } = await givenTopic();
    await committed(address, topic, '0'); // The marker is 1.
    await plain('2');
    await broker.commit(group, topic, [{ partition: 0, offset: 1 }]);
    started();
    expect(await delivered(1)).toEqual([2]);
    expect(await atEnd()).toMatchObject({ committed: 3, end: 3, lag: 0 });
  });

  it('begins at LATEST before an open transaction, none of which it misses', async () => {
    const { topic, started, delivered, plain } = await givenTopic();
    await plain('0');
    const open = await begunTransaction(address, topic, ['1']);
    const trigger = started({ StartingPosition: 'LATEST' });
    await enabled(trigger);
    await open.commit();
    expect(await delivered(1)).toEqual([1]);
  });
});

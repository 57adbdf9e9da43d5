import { afterAll, describe, expect, it } from 'vitest';
import { openKafkaBroker } from '../../../local/broker/kafka/adapter.ts';
import { groupPositions } from '../../../local/inspection/groups.ts';
import { showRecords } from '../../../local/inspection/records.ts';
import type { InspectionRequest } from '../../../local/inspection/route.ts';
import { newName, record, topicSettings } from '../../contracts/broker/given.ts';
import { realPart } from '../../real/available.ts';
import { aborted, begunTransaction, committed } from '../../real/transactions.ts';

const available = await realPart('kafka');
const address = available ?? '';

describe.runIf(available)('what is seen of a topic with transactions', () => {
  const broker = openKafkaBroker({ brokers: [address], isOurs: true, compressionOf: () => 'none', now: Date.now });
  afterAll(() => broker.close());

  async function newTopic(): Promise<string> {
    const topic = newName('transactions');
    await broker.createTopics([{ ...topicSettings(topic), partitions: 1 }]);
    return topic;
  }

  async function offsetsShown(topic: string, query: string): Promise<unknown> {
    const request = { path: { topic }, query: new URLSearchParams(query), body: Buffer.alloc(0) };
    const { body } = await showRecords(request as unknown as InspectionRequest, broker);
    return (body as { offset: number }[]).map(({ offset }) => offset);
  }

  it('is the newest records that were committed, also behind many that were not', async () => {
    const topic = await newTopic();
    await broker.publish(['0', '1', '2'].map((value) => record(topic, null, value)));
    await committed(address, topic, '3'); // The marker is 4.
    await aborted(address, topic, ...Array.from({ length: 12 }, (_, at) => `${5 + at}`)); // The marker is 17.
    expect(await offsetsShown(topic, 'limit=2')).toEqual([3, 2]);
    expect(await offsetsShown(topic, 'limit=10')).toEqual([3, 2, 1, 0]);
    expect(await offsetsShown(topic, 'limit=2&from=4')).toEqual([]);
    expect((await broker.topics()).find(({ name }) => name === topic)).toMatchObject({ partitions: 1, records: 18 });
  });

  it('ends at an open transaction, also for the lag of a group that is beyond it', async () => {
    const topic = await newTopic();
    await broker.publish([record(topic, null, '0')]);
    const open = await begunTransaction(address, topic, ['1', '2']);
    await broker.commit(`beyond-${topic}`, topic, [{ partition: 0, offset: 3 }]);
    const seen = await groupPositions({ broker, groups: [{ group: `new-${topic}`, topic }] });
    expect(seen.filter((position) => position.topic === topic)).toEqual([
      { group: `beyond-${topic}`, topic, partition: 0, committed: 3, end: 1, lag: 0 },
      { group: `new-${topic}`, topic, partition: 0, committed: 0, end: 1, lag: 1 },
    ]);
    expect(await broker.offsetAt(topic, 0, Date.now() + 60_000)).toBe(1);
    await open.commit();
    expect(await broker.offsets(topic)).toEqual([{ partition: 0, start: 0, end: 4 }]);
  });
});

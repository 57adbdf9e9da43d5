import { expect, it, vi } from 'vitest';
import { producerContract } from '../producer.ts';
import { type Given, largePage, record } from './given.ts';

export function publishingContract(given: Given): void {
  producerContract({
    producer: given.broker,
    topic: given.topic,
    read: async (topic) => {
      const partitions = await given.broker().offsets(topic);
      const pages = partitions.map(({ partition }) => given.broker().fetch(topic, partition, 0, largePage));
      return (await Promise.all(pages)).flat();
    },
  });

  it('puts a record on the partition and at the time asked for', async () => {
    const topic = await given.topic({ partitions: 3, retentionMs: -1 });
    await given.broker().publish([{ ...record(topic, '21', 'moved'), partition: 2, timestamp: 1_700_000_000_123 }]);
    expect(await given.broker().fetch(topic, 2, 0, largePage)).toMatchObject([
      { offset: 0, timestamp: 1_700_000_000_123 },
    ]);
  });

  it('refuses a partition that the topic does not have', async () => {
    const topic = await given.topic({ partitions: 3 });
    const published = given.broker().publish([{ ...record(topic, '21', 'x'), partition: 3 }]);
    await expect(published).rejects.toMatchObject({ code: 'UNKNOWN_TOPIC', message: expect.stringContaining(topic) });
  });

  it('tells its listeners, until they have had enough', async () => {
    const topic = await given.topic();
    const listener = vi.fn();
    const unsubscribe = given.broker().onAppend(listener);
    await given.broker().publish([record(topic, '21', 'x')]);
    await vi.waitFor(() => expect(listener).toHaveBeenCalled());
    unsubscribe();
    listener.mockClear();
    await given.broker().publish([record(topic, '21', 'y')]);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(listener).not.toHaveBeenCalled();
  });
}

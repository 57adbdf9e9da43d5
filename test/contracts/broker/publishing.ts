import { expect, it, vi } from 'vitest';
import { bytes, type Given, largePage, newName, record } from './given.ts';

export function publishingContract(given: Given): void {
  it('chooses the partition by murmur2 of the key', async () => {
    const topic = await given.topic({ partitions: 3 });
    const appended = await given
      .broker()
      .publish([
        record(topic, '21', ''),
        record(topic, 'user-4', ''),
        record(topic, 'user-1', ''),
        { ...record(topic, null, ''), key: Uint8Array.of(0xff, 0xfe, 0x80, 0x00, 0xc3) },
      ]);
    expect(appended.map(({ partition }) => partition)).toEqual([0, 1, 2, 2]);
  });

  it('chooses the partition of an empty key by murmur2 too', async () => {
    const topic = await given.topic({ partitions: 12 });
    const appended = await given.broker().publish([record(topic, '', 'a'), record(topic, '', 'b')]);
    expect(appended.map(({ partition }) => partition)).toEqual([9, 9]);
  });

  it('spreads records without a key over all partitions', async () => {
    const topic = await given.topic({ partitions: 3 });
    const appended = await given.broker().publish(Array.from({ length: 30 }, () => record(topic, null, 'x')));
    expect(new Set(appended.map(({ partition }) => partition))).toEqual(new Set([0, 1, 2]));
  });

  it('puts a record on the partition and at the time asked for', async () => {
    const topic = await given.topic({ partitions: 3, retentionMs: -1 });
    await given.broker().publish([{ ...record(topic, '21', 'moved'), partition: 2, timestamp: 1_700_000_000_123 }]);
    expect(await given.broker().fetch(topic, 2, 0, largePage)).toMatchObject([
      { offset: 0, timestamp: 1_700_000_000_123 },
    ]);
  });

  it('answers each record with its place, in the order given', async () => {
    const topic = await given.topic();
    const other = await given.topic();
    const appended = await given
      .broker()
      .publish([
        record(topic, 'user-1', 'first'),
        record(other, 'user-4', 'second'),
        record(topic, '21', 'third'),
        record(topic, 'user-1', 'fourth'),
      ]);
    expect(appended).toEqual([
      { ...record(topic, 'user-1', 'first'), partition: 2, offset: 0, timestamp: expect.any(Number) },
      { ...record(other, 'user-4', 'second'), partition: 1, offset: 0, timestamp: expect.any(Number) },
      { ...record(topic, '21', 'third'), partition: 0, offset: 0, timestamp: expect.any(Number) },
      { ...record(topic, 'user-1', 'fourth'), partition: 2, offset: 1, timestamp: expect.any(Number) },
    ]);
  });

  it('gives the same record that it answered when it is fetched', async () => {
    const topic = await given.topic();
    const appended = await given.broker().publish([{ ...record(topic, '21', 'x'), headers: [['type', bytes('y')]] }]);
    expect(await given.broker().fetch(topic, 0, 0, largePage)).toEqual(appended);
  });

  it('has nothing to do for no records', async () => {
    expect(await given.broker().publish([])).toEqual([]);
  });

  it('creates no topic for a record: UNKNOWN_TOPIC, with its name', async () => {
    const topic = newName('nowhere');
    const published = given.broker().publish([record(topic, '21', 'x')]);
    await expect(published).rejects.toMatchObject({ code: 'UNKNOWN_TOPIC', message: expect.stringContaining(topic) });
  });

  it('refuses a partition that the topic does not have', async () => {
    const topic = await given.topic({ partitions: 3 });
    const published = given.broker().publish([{ ...record(topic, '21', 'x'), partition: 3 }]);
    await expect(published).rejects.toMatchObject({ code: 'UNKNOWN_TOPIC', message: expect.stringContaining(topic) });
  });

  it('refuses a record that is too large for its topic; a topic that takes more has it', async () => {
    const usual = await given.topic({ maxMessageBytes: 1_048_588 });
    const roomy = await given.topic({ maxMessageBytes: 1_114_124 });
    const value = new Uint8Array(1_060_000);
    const refused = given.broker().publish([{ ...record(usual, '21', null), value }]);
    await expect(refused).rejects.toMatchObject({ code: 'RECORD_TOO_LARGE', message: expect.stringContaining(usual) });
    expect(await given.broker().publish([{ ...record(roomy, '21', null), value }])).toMatchObject([{ offset: 0 }]);
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

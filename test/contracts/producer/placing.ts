import { expect, it } from 'vitest';
import { record } from '../broker/given.ts';
import type { ProducerUnderTest } from './given.ts';

export function placing({ producer, topic, read }: ProducerUnderTest): void {
  it('chooses the partition by murmur2 of the key', async () => {
    const name = await topic({ partitions: 3 });
    const published = await producer().publish([
      record(name, '21', ''),
      record(name, 'user-4', ''),
      record(name, 'user-1', ''),
      { ...record(name, null, ''), key: Uint8Array.of(0xff, 0xfe, 0x80, 0x00, 0xc3) },
    ]);
    expect(published.map(({ partition }) => partition)).toEqual([0, 1, 2, 2]);
  });

  it('chooses the partition of an empty key by murmur2 too', async () => {
    const name = await topic({ partitions: 12 });
    const published = await producer().publish([record(name, '', 'a'), record(name, '', 'b')]);
    expect(published.map(({ partition }) => partition)).toEqual([9, 9]);
  });

  it('spreads records without a key over all partitions', async () => {
    const name = await topic({ partitions: 3 });
    const published = await producer().publish(Array.from({ length: 60 }, () => record(name, null, 'x')));
    expect(new Set(published.map(({ partition }) => partition))).toEqual(new Set([0, 1, 2]));
  });

  it('answers each record with its place, in the order given', async () => {
    const name = await topic();
    const other = await topic();
    const published = await producer().publish([
      record(name, 'user-1', 'first'),
      record(other, 'user-4', 'second'),
      record(name, '21', 'third'),
      record(name, 'user-1', 'fourth'),
    ]);
    expect(published).toEqual([
      { ...record(name, 'user-1', 'first'), partition: 2, offset: 0, timestamp: expect.any(Number) },
      { ...record(other, 'user-4', 'second'), partition: 1, offset: 0, timestamp: expect.any(Number) },
      { ...record(name, '21', 'third'), partition: 0, offset: 0, timestamp: expect.any(Number) },
      { ...record(name, 'user-1', 'fourth'), partition: 2, offset: 1, timestamp: expect.any(Number) },
    ]);
    expect(await producer().publish([record(name, 'user-1', 'fifth')])).toMatchObject([{ partition: 2, offset: 2 }]);
    expect(await read(name)).toHaveLength(4);
  });

  it('keeps hundreds of records of one key in the order given', async () => {
    const name = await topic();
    const values = Array.from({ length: 250 }, (_, at) => `value ${at}`);
    const published = await producer().publish(values.map((value) => record(name, 'user-1', value)));
    expect(published.map(({ offset }) => offset)).toEqual(values.map((_, at) => at));
    expect((await read(name)).map(({ value }) => Buffer.from(value ?? '').toString())).toEqual(values);
  });

  it('tells calls at the same time apart', async () => {
    const name = await topic();
    const keys = Array.from({ length: 50 }, (_, at) => `key-${at}`);
    const published = await Promise.all(keys.map((key) => producer().publish([record(name, key, key)])));
    const found = new Map((await read(name)).map((each) => [`${each.partition}@${each.offset}`, each]));
    expect(found.size).toBe(50);
    for (const [each] of published) expect(found.get(`${each?.partition}@${each?.offset}`)?.value).toEqual(each?.value);
  });
}

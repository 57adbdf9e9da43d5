import { describe, expect, test } from 'vitest';
import { laneOf, lanesOf } from '../../../lib/batch/lanes.ts';
import { partitionsOf } from '../../../lib/kafka/partitions.ts';
import { recordOf } from '../../fixtures/records.ts';

const at = (topic: string, partition: number, offset: number, key: string | null) =>
  recordOf({ topic, partition, offset, key, value: 'x' });

/** Each lane by the offsets of its records. */
function offsetsOf(records: ReturnType<typeof at>[], ordering: 'key' | 'none' = 'key'): (number | undefined)[][] {
  const { first, next } = lanesOf(records, ordering);
  return first.map((from) => {
    const lane = [records[from]?.offset];
    for (let place = next[from]; place; place = next[place]) lane.push(records[place]?.offset);
    return lane;
  });
}

describe('a lane', () => {
  test('is of one key, in the order of the batch', () => {
    const batch = [at('t', 0, 1, 'a'), at('t', 0, 2, 'b'), at('t', 0, 3, 'a'), at('t', 0, 4, 'b'), at('t', 0, 5, 'a')];
    expect(offsetsOf(batch)).toEqual([
      [1, 3, 5],
      [2, 4],
    ]);
  });

  test('is of one partition and topic, also where a partition comes again further on', () => {
    const batch = [at('t', 0, 1, 'a'), at('t', 1, 2, 'a'), at('u', 1, 3, 'a'), at('t', 0, 4, 'a'), at('t', 1, 5, 'a')];
    expect(offsetsOf(batch)).toEqual([[1, 4], [2, 5], [3]]);
  });

  test('is of all keyless records, which are not those of an empty key', () => {
    const batch = [at('t', 0, 1, null), at('t', 0, 2, ''), at('t', 0, 3, null), at('t', 0, 4, 'null')];
    expect(offsetsOf(batch)).toEqual([[1, 3], [2], [4]]);
  });

  test('is a record alone where no order is wanted', () => {
    expect(offsetsOf([at('t', 0, 1, 'a'), at('t', 0, 2, 'a'), at('t', 0, 3, 'a')], 'none')).toEqual([[1], [2], [3]]);
  });

  test('tells keys apart by their bytes, whatever text they make', () => {
    const [one, other] = [Buffer.from([0xc3]), Buffer.from([0xff])].map((key, n) => ({ ...at('t', 0, n, 'a'), key }));
    expect(one && other && offsetsOf([one, other])).toEqual([[0], [1]]);
  });

  test('takes a key for itself, whoever holds its bytes', () => {
    const { buffer } = new TextEncoder().encode('xay');
    const key = new Uint8Array(buffer, 1, 1);
    expect(offsetsOf([at('t', 0, 1, 'a'), { ...at('t', 0, 2, 'b'), key }])).toEqual([[1, 2]]);
  });
});

describe('the name of a lane', () => {
  const name = (partition: number, key: string | null, topic = 't', offset = 7) =>
    laneOf(at(topic, partition, offset, key), 'key');

  test('is the same for records of one key and partition only', () => {
    expect(name(0, 'a', 't', 8)).toBe(name(0, 'a'));
    const others = [name(0, 'b'), name(1, 'a'), name(0, 'a', 'u'), name(0, null), name(0, ''), name(0, 'null')];
    expect(new Set([name(0, 'a'), ...others]).size).toBe(7);
  });

  test('is of one record where no order is wanted', () => {
    const names = [1, 2].map((offset) => laneOf(at('t', 0, offset, 'a'), 'none'));
    expect(names).toEqual(['t-0@1', 't-0@2']);
  });
});

test('partitions keep their records together, and in order, wherever they stand in the batch', () => {
  const batch = [at('t', 0, 1, 'a'), at('t', 1, 2, 'a'), at('u', 1, 3, 'a'), at('t', 0, 4, 'a'), at('t', 0, 5, 'b')];
  expect(partitionsOf(batch).map((own) => own.map(({ offset }) => offset))).toEqual([[1, 4, 5], [2], [3]]);
  expect(partitionsOf([])).toEqual([]);
});

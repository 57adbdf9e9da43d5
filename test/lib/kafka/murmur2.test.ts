import { describe, expect, it } from 'vitest';
import { murmur2, partitionFor } from '../../../lib/kafka/murmur2.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('murmur2', () => {
  // testMurmur2 of https://github.com/apache/kafka/blob/trunk/clients/src/test/java/org/apache/kafka/common/utils/UtilsTest.java
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])('hashes %j as Java does', (text, expected) => {
    expect(murmur2(bytes(text))).toBe(expected);
  });

  it('hashes no bytes at all', () => {
    expect(murmur2(new Uint8Array())).toBe(275646681);
  });

  it('takes bytes above 127 as unsigned', () => {
    expect(murmur2(Uint8Array.of(0xff, 0xfe, 0x80, 0x00, 0xc3))).toBe(520567406);
  });

  it('hashes a view into a larger buffer by its own bytes alone', () => {
    expect(murmur2(bytes('<foobar>').subarray(1, 7))).toBe(-790332482);
  });
});

describe('partitionFor', () => {
  // kafkajs 2.2.4 and the Java client put these keys there.
  it.each([
    ['21', 3, 0],
    ['user-4', 3, 1],
    ['user-1', 3, 2],
    ['a', 6, 4],
    ['user-2', 12, 8],
    ['user-1', 1, 0],
    ['', 12, 9],
  ])('puts the key %j of %i partitions on partition %i', (key, partitions, expected) => {
    expect(partitionFor(bytes(key), partitions)).toBe(expected);
  });
});

import { describe, expect, it } from 'vitest';
import type { NewRecord } from '../../../lib/kafka/record.ts';
import { bytesOnBroker } from '../../../lib/kafka/recordSize.ts';

const empty: NewRecord = { topic: 'sizes', key: null, value: null, headers: [] };

// By hand: 61 bytes of batch header, 1 byte length of the record, 3 of attributes and deltas, 1 each for no key, no value and 0 headers.
describe('bytesOnBroker', () => {
  it('counts the batch around a record of nothing', () => {
    expect(bytesOnBroker(empty)).toBe(68);
  });

  it('counts key, value and headers with the lengths before each', () => {
    const headers: NewRecord['headers'] = [['ё', Uint8Array.of(1, 2, 3)]];
    // Key 2 bytes and value 4 bytes more than nothing; the header is 1 + 2 (UTF-8) + 1 + 3.
    expect(bytesOnBroker({ ...empty, key: new Uint8Array(2), value: new Uint8Array(4), headers })).toBe(81);
  });

  it.each([
    [57, 125],
    // The record is now 64 bytes long: its own length takes two bytes.
    [58, 127],
    [1_048_516, 1_048_588],
  ])('counts a value of %i bytes as %i', (valueBytes, expected) => {
    expect(bytesOnBroker({ ...empty, value: new Uint8Array(valueBytes) })).toBe(expected);
  });
});

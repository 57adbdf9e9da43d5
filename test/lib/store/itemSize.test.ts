import { describe, expect, it } from 'vitest';
import { sizeOf, whyNotStorable } from '../../../lib/store/itemSize.ts';
import type { Value } from '../../../lib/store/store.ts';

describe('the size of an item', () => {
  it('is that of its names and values', () => {
    expect(sizeOf({ pk: 'user#1', sk: '-', name: 'Zoë' })).toBe(2 + 6 + 2 + 1 + 4 + 4);
  });

  it.each<[value: Value, bytes: number]>([
    ['', 0],
    ['é😀', 6],
    [true, 1],
    [null, 1],
    [0, 1],
    [7, 2],
    [-7, 3],
    [12, 2],
    [123, 3],
    [12_000, 2],
    [0.0012, 2],
    [1.5e-100, 2],
    [9007199254740991, 9],
    [-12.345, 5],
    [Uint8Array.of(1, 2, 3), 3],
    [[], 3],
    [{}, 3],
    [['ab', 1], 3 + 1 + 2 + 1 + 2],
    [{ a: 'bc', d: undefined, e: null }, 3 + 1 + 1 + 2 + 1 + 1 + 1],
  ])('counts %j as DynamoDB does', (value, bytes) => {
    expect(sizeOf({ v: value })).toBe(1 + bytes);
  });
});

describe('why a value can not be stored', () => {
  const lists = (depth: number): unknown => (depth === 0 ? 'x' : [lists(depth - 1)]);

  it.each<[value: unknown, reason: string | undefined]>([
    ['text', undefined],
    [lists(32), undefined],
    [lists(33), 'is nested more than 32 deep'],
    [Number.NaN, 'holds NaN, expected a finite number'],
    [2 ** 53, 'holds 9007199254740992, an integer beyond 2^53 - 1'],
    [{ at: new Date(0) }, 'holds a Date'],
    [[() => 1], 'holds a value of type function'],
    ['\udc00', 'holds half a surrogate pair'],
    [{ none: undefined }, undefined],
    [[undefined], 'holds a value of type undefined'],
  ])('is told of %j', (value, reason) => {
    expect(whyNotStorable(value)).toBe(reason);
  });
});

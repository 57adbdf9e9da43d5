import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { compress, decompress } from '../../../lib/producer/snappy.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');

// By hand, after https://github.com/google/snappy/blob/main/format_description.txt
/** 5 bytes; a literal of 5: "hello". */
const hello = '05 10 68656c6c6f';
/** 9 bytes; a literal of 3: "abc"; a copy of 6 from 3 back. */
const abcThrice = '09 08 616263 09 03';
/** Java's: magic, version 1, readable by 1. */
const javaHeader = '82534e4150505900 00000001 00000001';

describe('Snappy', () => {
  it.each([
    ['a raw block of a literal', hello, 'hello'],
    ['a raw block with a copy', abcThrice, 'abcabcabc'],
    ['one block framed by Java', `${javaHeader} 00000007 ${hello}`, 'hello'],
    ['two blocks framed by Java', `${javaHeader} 00000007 ${abcThrice} 00000007 ${hello}`, 'abcabcabchello'],
    ['no blocks framed by Java', javaHeader, ''],
  ])('reads %s', (_, bytes, expected) => {
    expect(decompress(hex(bytes)).toString()).toBe(expected);
  });

  it('writes the header and blocks that Java writes', () => {
    expect(compress(Buffer.from('hello'))).toEqual(hex(`${javaHeader} 00000007 ${hello}`));
  });

  it('writes a block for each 32 KiB', () => {
    const written = compress(Buffer.alloc(32 * 1024 + 1, 'a'));
    const first = written.readInt32BE(16);
    const second = written.subarray(20 + first);
    // 1 byte of data in the last block: its length, then a literal of 1.
    expect(second).toEqual(hex('00000003 01 00 61'));
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a byte', Buffer.from('x')],
    ['5 MB of one letter', Buffer.alloc(5_000_000, 'x')],
    ['5 MB that can not be compressed', randomBytes(5_000_000)],
    ['JSON', Buffer.from(JSON.stringify(Array.from({ length: 10_000 }, (_, at) => ({ at, name: `user-${at}` }))))],
  ])('gives back %s', (_, bytes) => {
    expect(decompress(compress(bytes)).equals(bytes)).toBe(true);
  });

  it('makes what repeats small, and what does not hardly larger', () => {
    expect(compress(Buffer.alloc(1_000_000, 'x')).length).toBeLessThan(60_000);
    expect(compress(randomBytes(1_000_000)).length).toBeLessThan(1_001_000);
  });

  it.each([
    ['no Snappy at all', '68 65 6c 6c 6f 20 77 6f 72 6c 64'],
    ['a raw block that ends too early', '05 10 6865'],
    ['a block that is longer than the data', `${javaHeader} 00000008 ${hello}`],
  ])('refuses %s', (_, bytes) => {
    expect(() => decompress(hex(bytes))).toThrow();
  });
});

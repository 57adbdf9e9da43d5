import { describe, expect, it } from 'vitest';
import { parseObject } from '../../../lib/envelope/json.ts';

const parsed = (text: string) => parseObject(Buffer.from(text));
const failing = (code: string) => expect.objectContaining({ code, class: 'poison' });

describe('integers', () => {
  it.each([
    ['2^53 - 1, the last one that is safe', '{"n":9007199254740991}', { n: 9007199254740991 }],
    ['the same below zero', '{"n":-9007199254740991}', { n: -9007199254740991 }],
    ['a small one with an exponent', '{"n":1e3}', { n: 1000 }],
    ['a fraction with many digits', '{"n":0.1234567890123456}', { n: 0.1234567890123456 }],
    ['a large one in a string', '{"n":"9007199254740993"}', { n: '9007199254740993' }],
    ['sixteen digits as a name', '{"9007199254740993":1}', { '9007199254740993': 1 }],
    [
      'Debezium’s nanoseconds beside the same in micro- and milliseconds: they are left out',
      '{"ts_ms":1795247000123,"ts_us":1795247000123456,"ts_ns":1795247000123456789}',
      { ts_ms: 1795247000123, ts_us: 1795247000123456 },
    ],
    ['what looks like an exponent, in a string', '{"n":"x:1e99,[2e99"}', { n: 'x:1e99,[2e99' }],
  ])('%s pass', (_, text, expected) => {
    expect(parsed(text)).toEqual(expected);
  });

  it.each([
    ['2^53 exactly', '{"n":9007199254740992}', 'n'],
    ['2^53 + 1, which would be rounded', '{"n":9007199254740993}', 'n'],
    ['-2^53', '{"n":-9007199254740992}', 'n'],
    ['one deep in a field nobody knows', '{"a":{"b":[{"deep":12345678901234567890}]}}', 'deep'],
    ['nanoseconds with nothing beside them', '{"ts_ms":1795247000123,"ts_ns":1795247000123456789}', 'ts_ns'],
    ['one in an array', '{"a":[1,9007199254740993]}', '1'],
    ['one that is written as a fraction', '{"n":9007199254740993.0}', 'n'],
    ['one with an exponent and few digits', '{"n":1e16}', 'n'],
    ['fifteen digits behind the point and an exponent', '{"n":9.007199254740993e15}', 'n'],
    ['one with an exponent after blanks', '{"n": \n -2E+20}', 'n'],
    ['one that overflows', '{"n":1e400}', 'n'],
  ])('%s is poison', (_, text, field) => {
    expect(() => parsed(text)).toThrow(failing('UNSAFE_INTEGER'));
    expect(() => parsed(text)).toThrow(`"${field}"`);
  });
});

describe('nesting', () => {
  const objects = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
  const lists = (levels: number) => `{"a":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`;

  it.each([
    ['objects', objects],
    ['lists', lists],
  ])('of %s is read up to 64 levels, and poison from there on', (_, nested) => {
    expect(() => parsed(nested(64))).not.toThrow();
    for (const levels of [65, 20_000, 400_000]) {
      expect(() => parsed(nested(levels))).toThrow(failing('TOO_DEEP'));
    }
  });
});

it('shows of a field with an endless name its beginning', () => {
  const field = '😀'.repeat(250_000);
  expect(() => parsed(`{"${field}":9007199254740993}`)).toThrow(
    `beyond 2^53 - 1 would be rounded: field "${'😀'.repeat(40)}… (500000 characters)"`,
  );
});

describe('text', () => {
  it('may start with a byte order mark', () => {
    expect(parseObject(Buffer.from([0xef, 0xbb, 0xbf, 0x7b, 0x7d]))).toEqual({});
  });

  it.each([
    ['a lone continuation byte', [0x7b, 0x22, 0x80, 0x22, 0x3a, 0x31, 0x7d]],
    ['an overlong encoding', [0x7b, 0x22, 0xc0, 0xaf, 0x22, 0x3a, 0x31, 0x7d]],
    ['half a surrogate pair', [0x7b, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x3a, 0x31, 0x7d]],
    ['UTF-16', [0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00]],
  ])('%s is not repaired in silence', (_, bytes) => {
    expect(() => parseObject(Uint8Array.from(bytes))).toThrow(failing('NOT_JSON'));
  });

  it.each([[''], [' '], ['{'], ['{"a":1,}'], ["{'a':1}"], ['{"a":NaN}'], ['{} {}'], ['plain text']])(
    '%j is not JSON',
    (text) => {
      expect(() => parsed(text)).toThrow(failing('NOT_JSON'));
    },
  );

  it.each([['[]'], ['[{"type":"a"}]'], ['"text"'], ['"{}"'], ['1'], ['true'], ['null']])('%s is no object', (text) => {
    expect(() => parsed(text)).toThrow(failing('NOT_AN_OBJECT'));
  });

  it('shows too little of itself to give anybody away', () => {
    expect(() => parsed('"zoe@example.com registered"')).toThrow(
      'the value is JSON, but not an object: expected {…}, came "\\"aaa@aaaaaaa"… (28 characters; masked: letters as a, digits as 9)',
    );
  });
});

it('takes __proto__ for a field like any other', () => {
  const value = parsed('{"__proto__":{"type":"user.registered"},"a":1}');
  expect(value['type']).toBeUndefined();
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  expect(Object.keys(value)).toEqual(['__proto__', 'a']);
});

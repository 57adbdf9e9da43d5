import { describe, expect, it } from 'vitest';
import { parseExactly } from '../../local/jsonText.ts';
import { fromRecordJson, toRecordJson } from '../../local/recordJson.ts';

const place = { topic: 'orders', partition: 1, offset: 7, timestamp: 1545084650987 };

describe('a record as JSON', () => {
  it('shows key, headers and value as text and as bytes', () => {
    const record = {
      ...place,
      key: Buffer.from('k'),
      value: Buffer.from('{"a":1}'),
      headers: [['h', Buffer.from('ë')]] as const,
    };
    expect(toRecordJson(record)).toEqual({
      topic: 'orders',
      partition: 1,
      offset: 7,
      timestamp: 1545084650987,
      key: 'k',
      keyBase64: 'aw==',
      headers: [['h', 'ë']],
      value: { a: 1 },
      valueBase64: 'eyJhIjoxfQ==',
    });
  });

  it('has nulls for what is not there', () => {
    expect(toRecordJson({ topic: 'orders', key: null, value: null, headers: [] })).toEqual({
      topic: 'orders',
      partition: null,
      offset: null,
      timestamp: null,
      key: null,
      keyBase64: null,
      headers: [],
      value: null,
      valueBase64: null,
    });
  });

  it.each([
    ['text', Buffer.from('plain')],
    ['JSON text', Buffer.from('"123"')],
    ['a number', Buffer.from('123')],
    ['null', Buffer.from('null')],
    ['an integer beyond doubles', Buffer.from('{"id":12345678901234567890}')],
    ['bytes that are no text', Buffer.from([0xff, 0xfe])],
    ['spaces', Buffer.from('{ "a" : 1 }')],
    ['no bytes', Buffer.from('')],
    ['a tombstone', null],
  ])('comes back with %s untouched', (_what, value) => {
    const json = JSON.stringify(toRecordJson({ ...place, key: Buffer.from([0xff]), value, headers: [] }));
    const back = fromRecordJson(parseExactly(json), '');
    expect(back.value && Buffer.from(back.value).toString('hex')).toBe(value === null ? null : value.toString('hex'));
    expect(Buffer.from(back.key ?? []).toString('hex')).toBe('ff');
  });
});

describe('a record that a person wrote', () => {
  const bytesOf = (json: unknown) => Buffer.from(fromRecordJson(json, '').value ?? []).toString();

  it('may give its value as JSON, as text, or not at all', () => {
    expect(bytesOf({ value: { a: [1, 'ë'] } })).toBe('{"a":[1,"ë"]}');
    expect(bytesOf({ value: '{not json' })).toBe('{not json');
    expect(fromRecordJson({ value: null }, '').value).toBeNull();
    expect(fromRecordJson({ value: 1 }, '')).toEqual({ key: null, value: Buffer.from('1'), headers: [] });
  });

  it.each([
    [{}, 'value: expected the value, or valueBase64, or null for a tombstone, came nothing'],
    [{ value: 1, valueBase64: '*' }, 'valueBase64: Invalid base64-encoded string'],
    [{ value: 1, valueBase64: 'Mg==' }, 'valueBase64: says other bytes than value does; leave one of them out'],
    [{ value: 1, key: 'a', keyBase64: 'Yg==' }, 'keyBase64: says other bytes than key does; leave one of them out'],
    [{ value: 1, key: 7 }, 'key: Invalid input: expected string, received number'],
    [{ value: 1, headers: { a: 'b' } }, 'headers: Invalid input: expected array, received object'],
    [{ value: 1, headers: [['a', 1]] }, 'headers[0][1]: Invalid input: expected string, received number'],
    [{ value: 1, partition: -1 }, 'partition: Too small: expected number to be >=0'],
    [{ value: 1, keey: 'a' }, 'the whole: Unrecognized key: "keey"'],
    ['text', 'the whole: Invalid input: expected object, received string'],
  ])('of %j is refused by field', (json, message) => {
    expect(() => fromRecordJson(json, '')).toThrow(message);
  });

  it('is named by its place in a list', () => {
    expect(() => fromRecordJson({ value: 1, key: 7 }, '[2]')).toThrow('[2].key: Invalid input');
    expect(() => fromRecordJson(7, '[2]')).toThrow('[2]: Invalid input');
  });
});

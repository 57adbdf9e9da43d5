import { describe, expect, it } from 'vitest';
import { recognise } from '../../../lib/envelope/recognise.ts';
import { recordOf } from '../../fixtures/records.ts';
import { topicOf } from './topicOf.ts';

const embedded = topicOf('embedded');
const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

function read(value: object | string | null, headers: [string, string][] = []) {
  return recognise(recordOf({ topic: 'things', partition: 2, offset: 7, value, headers }), embedded, () => undefined);
}

describe('the id', () => {
  it.each([
    ['the value', { type: 'a', id: 'e-1' }, [['x-event-id', 'h-1']], 'e-1'],
    ['the value, as a number', { type: 'a', id: 42 }, [['x-event-id', 'h-1']], '42'],
    ['the header, where the value has none', { type: 'a' }, [['x-event-id', 'h-1']], 'h-1'],
    ['the header, where the value has null', { type: 'a', id: null }, [['x-event-id', 'h-1']], 'h-1'],
    ['the header, where the value has nothing in it', { type: 'a', id: '' }, [['x-event-id', 'h-1']], 'h-1'],
    ['the header, where the value has an object', { type: 'a', id: { a: 1 } }, [['x-event-id', 'h-1']], 'h-1'],
    [
      'the last of several headers',
      { type: 'a' },
      [
        ['x-event-id', 'h-1'],
        ['x-event-id', 'h-2'],
      ],
      'h-2',
    ],
  ] as [string, object, [string, string][], string][])('is that of %s', (_, value, headers, id) => {
    expect(read(value, headers)).toMatchObject({ id, idIsPlace: false });
  });

  it.each([
    ['no header', []],
    ['an empty header', [['x-event-id', '']]],
    ['a header of other spelling', [['X-Event-Id', 'h-1']]],
  ] as [string, [string, string][]][])('is the place with %s, and says so', (_, headers) => {
    expect(read({ type: 'a' }, headers)).toMatchObject({ id: 'things-2-7', idIsPlace: true });
  });
});

describe('the version', () => {
  it.each([
    ['1', 1],
    ['1.0', 1],
    ['1.2', 1],
    ['1.2.3', 1],
    ['v1', 1],
    ['v2.1', 2],
    ['9.0', 9],
    ['10', 10],
    [1, 1],
    [1.2, 1],
    [2, 2],
    ['', 1],
    [null, 1],
    [undefined, 1],
  ])('%j is %i', (version, major) => {
    expect(read({ type: 'a', version }).version).toBe(major);
  });

  it.each([
    ['latest'],
    ['1.x'],
    ['1.'],
    ['.1'],
    ['1 '],
    ['-1'],
    [-1],
    [1e-7],
    [true],
    [[1]],
    [{ major: 1 }],
    ['1234567'],
  ])('%j is poison', (version) => {
    expect(() => read({ type: 'a', version })).toThrow(
      expect.objectContaining({ code: 'BAD_VERSION', class: 'poison' }),
    );
  });
});

describe('base fields that are null, empty or of another type', () => {
  it.each([[null], [''], [undefined], [7], [{}]])('%j as source and trace id is as good as absent', (nothing) => {
    const event = read({ type: 'a', source: nothing, traceId: nothing, timestamp: null, n: 1 });
    expect(event).toMatchObject({
      source: 'thing-service',
      traceId: null,
      timestamp: '2026-11-21T07:59:00.000Z',
      data: { n: 1 },
    });
  });

  it.each([[null], [7], [['a']], [{ name: 'a' }]])('%j as type is no type', (type) => {
    expect(() => read({ type, id: 'e-1' })).toThrow(expect.objectContaining({ code: 'NO_EVENT_TYPE' }));
  });

  it('a type of another kind leaves event_type to say it', () => {
    expect(read({ type: null, event_type: 'a', id: 'e-1' })).toMatchObject({ type: 'a', id: 'e-1' });
  });
});

describe('the trace id', () => {
  it.each([
    ['of the header, where the value has none', { type: 'a' }, traceparent, '4bf92f3577b34da6a3ce929d0e0e4736'],
    ["of the value, a producer's own text included", { type: 'a', traceId: 'req 7' }, traceparent, 'req 7'],
    ['null, where the header says nothing', { type: 'a' }, '00--', null],
  ])('is that %s', (_, value, header, expected) => {
    expect(read(value, [['traceparent', header]]).traceId).toBe(expected);
  });
});

describe('the value', () => {
  it('is poison where there is none', () => {
    expect(() => read(null)).toThrow(expect.objectContaining({ code: 'NO_VALUE', class: 'poison' }));
    expect(() => read(null)).toThrow('things-2@7');
  });

  it.each([['[]'], ['"text"'], ['7']])('%s is poison', (text) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code: 'NOT_AN_OBJECT' }));
  });

  it('keeps what nobody knows, however deep', () => {
    const unknown = { new_field: { list: [null, { a: 1.5 }], empty: {} }, flag: false, nothing: null };
    expect(read({ type: 'a', id: 'e-1', ...unknown }).data).toEqual(unknown);
  });

  it('may name __proto__ and constructor without harm', () => {
    const { data } = read('{"type":"a","__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}},"n":1}');
    expect(data['admin']).toBeUndefined();
    expect(Object.getPrototypeOf(data)).toBe(Object.prototype);
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
    expect(data['n']).toBe(1);
  });
});

it('a name that only this reader knows wins over the name itself', () => {
  const value = { action: 'register', n: 1 };
  const names = ({ field, value: held }: { field: string; value: string }) =>
    `${field}=${held}` === 'action=register' ? 'user.registered' : undefined;
  expect(recognise(recordOf({ value }), topicOf('action'), names).type).toBe('user.registered');
  expect(recognise(recordOf({ value: { type: 'register' } }), topicOf('action'), names).type).toBe('register');
});

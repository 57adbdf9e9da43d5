import { describe, expect, test } from 'vitest';
import type { Envelope } from '../../../lib/envelope/envelope.ts';
import {
  eventKey,
  failureKey,
  failureOf,
  failureRange,
  failureRef,
  letterId,
  type Mark,
  markExpiry,
  markRef,
  marks,
  settledOf,
} from '../../../lib/tables/marks.ts';
import { countOrders } from '../../fixtures/orders.ts';
import { recordOf } from '../../fixtures/records.ts';

const record = recordOf({ partition: 2, offset: 1042, value: 'x' });
/** SHA-256 of "3:o-11:x", as far as a key holds it. */
const hash = 'AS6aS2K9HK2vRUH_';
const event = (id: string, more: Partial<Envelope> = {}) => ({ id, idIsPlace: false, ...more }) as Envelope;

describe('keys, which other deployments must find again,', () => {
  test('of an event and of a letter', () => {
    expect(markRef('countOrders', 'e1')).toEqual({ table: marks, pk: 'countOrders#e1', sk: '-' });
    expect(letterId('countOrders', record)).toBe('countOrders#orders-2-1042');
    expect(failureKey('countOrders', record)).toBe(`countOrders#orders-2-1042#${hash}`);
  });

  test('of a failed record stand in order of its offset, a re-drive behind the try before', () => {
    const pk = 'countOrders#orders-2#failed';
    expect(failureRef('countOrders', record)).toMatchObject({ pk, sk: `0000000000001042#${hash}#000000` });
    const again = recordOf({ partition: 2, offset: 1042, value: 'x', headers: [['x-replay-count', '12']] });
    expect(failureRef('countOrders', again)).toMatchObject({ pk, sk: `0000000000001042#${hash}#000012` });
  });

  test('of failed records from one offset to another are in the range, those beside it are not', () => {
    const { partition, range } = failureRange('countOrders', record, 9, 1042);
    expect(partition).toBe('countOrders#orders-2#failed');
    const isIn = (offset: number) => {
      const { sk } = failureRef('countOrders', recordOf({ partition: 2, offset, value: 'x' }));
      return sk >= range.from && sk <= range.to;
    };
    expect([8, 9, 10, 999, 1042, 1043].map(isIn)).toEqual([false, true, true, true, true, false]);
  });
});

describe('the key of an event', () => {
  test('is its id; with the bytes where that is only a place', () => {
    expect(eventKey(event('e1'), record)).toBe('e1');
    expect(eventKey(event('orders-2-1042', { idIsPlace: true }), record)).toBe(`orders-2-1042#${hash}`);
  });

  test('is a hash where the id is too long for a key, or no proper text', () => {
    expect(eventKey(event('a'.repeat(256)), record)).toBe('a'.repeat(256));
    expect(eventKey(event('a'.repeat(257)), record)).toBe('sha256:6NlcwrS8GYxUtAvSFN-Vivtl9ec9LC6v4Fk89cY1wfA');
    expect(eventKey(event('\ud800'), record)).toMatch(/^sha256:[\w-]{43}$/);
  });
});

test('a mark outlives its record on the topic by a week, in whole seconds', () => {
  const [topic] = countOrders.topics;
  // 7 days on the topic and 7 beyond.
  expect(topic && markExpiry(topic, 1_000_001)).toBe(1_001 + 14 * 86_400);
});

describe('class and code of a failure', () => {
  test('are told where the mark has both', () => {
    const mark: Mark = { pk: 'p', sk: '-', state: 'refused', at: '2026-11-21T08:00:00.000Z', expiresAt: 0 };
    expect(failureOf({ ...mark, errorClass: 'permanent', errorCode: 'REFUSED' })).toEqual({
      fault: { class: 'permanent', code: 'REFUSED', failedAt: '2026-11-21T08:00:00.000Z' },
    });
    expect(settledOf({ ...mark, errorClass: 'permanent', errorCode: 'REFUSED' })).toEqual({
      fault: { class: 'permanent', code: 'REFUSED' },
    });
    expect(failureOf({ ...mark, errorCode: 'REFUSED' })).toEqual({});
    expect(failureOf({ ...mark, errorClass: 'permanent' })).toEqual({});
    expect(failureOf(undefined)).toEqual({});
  });
});

import { describe, expect, test } from 'vitest';
import { type ArchivedLetter, archiveLetter } from '../../domain/deadLetters/archive.ts';
import { fromLetter, toLetter } from '../../lib/deadLetter/letter.ts';
import { Fault } from '../../lib/errors/fault.ts';
import { headerText } from '../../lib/kafka/record.ts';
import { recordOf } from '../fixtures/records.ts';

const failure = {
  letterId: 'countOrders#orders-0-7',
  consumer: 'countOrders',
  fault: new Fault('NOT_JSON', 'expected an object'),
  attempts: 1,
  firstFailedAt: '2026-11-21T08:00:00.000Z',
  failedAt: '2026-11-21T08:00:01.000Z',
};
const context = {
  settings: undefined,
  writer: 'dlq-0',
  nowMs: Date.parse('2026-11-21T08:00:02Z'),
  newId: () => 'id',
  random: () => 0.5,
  digest: (text: string) => `<${text}>`,
};

describe('a letter', () => {
  test.each([
    ['no number', [['x-original-partition', 'abc']]],
    ['a name no topic has', [['x-original-topic', 't'.repeat(2_000)]]],
    ['only a part of a place', [['x-original-topic', 'elsewhere']]],
  ])('of a record whose x-original headers hold %s tells the record’s own place, and keeps them', (_, headers) => {
    const record = recordOf({ offset: 7, value: '{bad', headers: headers as [string, string][] });
    const letter = toLetter(record, 'orders.dead', failure);
    expect(fromLetter(letter.headers)).toMatchObject({
      topic: 'orders',
      partition: 0,
      offset: 7,
      consumer: 'countOrders',
    });
    expect(letter.headers.slice(0, 1)).toEqual(record.headers);
  });

  test('that was put back onto a topic keeps its first origin', () => {
    const put = recordOf({ topic: 'retries', offset: 1, value: '{bad', headers: [] });
    const first = toLetter(recordOf({ offset: 7, value: '{bad' }), 'orders.dead', failure);
    const again = toLetter({ ...put, headers: first.headers }, 'orders.dead', failure);
    expect(headerText(again.headers, 'x-original-topic')).toBe('orders');
    expect(headerText(again.headers, 'x-original-offset')).toBe('7');
  });
});

describe('the archive', () => {
  const storyWith = (letterId: string) =>
    toLetter(recordOf({ offset: 7, value: 'x' }), 'orders.dead', { ...failure, letterId });

  test.each([['x'.repeat(600)], ['漢'.repeat(1_000)]])('finds a place for a letter with a long id', (letterId) => {
    const letter = { ...recordOf({ topic: 'orders.dead', value: 'x' }), headers: storyWith(letterId).headers };
    const { once, objects } = archiveLetter(letter, context);
    const row = (typeof once === 'object' ? once.item : undefined) as ArchivedLetter;
    expect(row.letterId).toBe(letterId);
    expect(row.pk).toMatch(/^sha256:[\w-]{43}#[\w-]{16}$/);
    expect(Buffer.byteLength(objects[0]?.name ?? '')).toBeLessThan(255);
  });

  test('takes what strangers wrote for what it is', () => {
    const stray = recordOf({ topic: 'orders.dead', offset: 3, value: 'x', headers: [['x-dead-letter-id', 'joke']] });
    const { once } = archiveLetter(stray, context);
    expect(typeof once === 'object' && once.item).toMatchObject({ letterId: 'orders.dead-0-3', consumer: 'unknown' });
  });

  test.each([
    ['dead-letter-queue', '373476556801234', { key: '373476556801234' }],
    ['dead-letter-queue', '0b8f5c3e-5b0a-4c1e-9d53-6f2f4d0c7a11', { key: '0b8f5c3e-5b0a-4c1e-9d53-6f2f4d0c7a11' }],
    ['dead-letter-queue', 'zoe', { keyDigest: '<zoe>' }],
    ['dead-letter-queue', '+4915112345678', { keyDigest: '<+4915112345678>' }],
    ['dlq.notification', '4915112345678', { keyDigest: '<4915112345678>' }],
    ['dlq.notification', 'zoe@example.com', { keyDigest: '<zoe@example.com>' }],
    ['dlq.payment', 'merchant_pending:m-1', { key: 'merchant_pending:m-1' }],
    ['dlq.payment', 'zoe@example.com', { keyDigest: '<zoe@example.com>' }],
    ['dlq.payment', null, { key: null }],
    ['orders.dead', '7', { keyDigest: '<7>' }],
  ])('on %s shows of the key %s what is no person’s', (topic, key, shown) => {
    const { once, objects } = archiveLetter(recordOf({ topic, key, value: 'x' }), context);
    const { key: found, keyDigest } = (typeof once === 'object' ? once.item : {}) as Partial<ArchivedLetter>;
    expect({ key: found, keyDigest }).toEqual({ key: undefined, keyDigest: undefined, ...shown });
    expect(JSON.parse(Buffer.from(objects[0]?.bytes ?? '').toString())[0].key).toBe(key && btoa(key));
  });
});

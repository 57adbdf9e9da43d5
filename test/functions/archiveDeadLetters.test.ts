import { expect, test } from 'vitest';
import { type ArchivedLetter, deadLetters } from '../../domain/deadLetters/archive.ts';
import type { deadLetter } from '../../events/deadLetters.ts';
import { archiveDeadLetters } from '../../functions/consumers/archiveDeadLetters/archiveDeadLetters.ts';
import { config } from '../../functions/consumers/archiveDeadLetters/config.ts';
import type { Connections } from '../../lib/connect/connect.ts';
import { consumer } from '../../lib/consumer/constructors.ts';
import type { Decider } from '../../lib/decisions/decider.ts';
import { Fault } from '../../lib/errors/fault.ts';
import { unpackRecords } from '../../lib/kafka/packedRecord.ts';
import type { KafkaRecord } from '../../lib/kafka/record.ts';
import { openPlatform } from '../fixtures/platform.ts';
import { recordOf } from '../fixtures/records.ts';

/** The headers of a letter of ours. */
const told = {
  'x-dead-letter-id': 'postAccounting#payment.success-1-7',
  'x-original-topic': 'payment.success',
  'x-original-partition': '1',
  'x-original-offset': '7',
  'x-original-timestamp': '1795248000000',
  'x-dlq-consumer': 'postAccounting',
  'x-error-class': 'poison',
  'x-error-code': 'NOT_JSON',
  'x-error-message': 'the value is not JSON',
  'x-attempts': '1',
  'x-first-failed-at': '2026-11-21T08:00:00.000Z',
  'x-failed-at': '2026-11-21T08:00:01.000Z',
};

const letterWith = (forged: Record<string, string>, more: Partial<KafkaRecord> = {}): KafkaRecord => ({
  ...recordOf({
    topic: 'dlq.payment',
    offset: 3,
    key: 'p-1',
    value: '{bad',
    headers: Object.entries({ ...told, ...forged }),
  }),
  ...more,
});

async function opened(decider = archiveDeadLetters, change?: (connections: Connections) => Partial<Connections>) {
  const platform = await openPlatform([config]);
  const handler = consumer(config, { 'dead-letter': decider }, { open: platform.open(change) });
  const { connections } = await platform.open()(config);
  const deliver = async (...letters: KafkaRecord[]) => (await platform.invoke(handler, letters)).outcomes;
  const archived = async () => {
    const rows = await connections.store.query({ table: deadLetters, index: 'byDay', partition: '2026-11-21' }, {});
    return rows.items as ArchivedLetter[];
  };
  const held = async (object: unknown) =>
    unpackRecords((await connections.objects.get(String(object))) ?? Buffer.from('[]'));
  return { platform, deliver, archived, held };
}

const wholeOf = ({ topic, key, value, headers }: KafkaRecord) => ({ topic, key, value, headers });

test('a letter of ours is filed under its story', async () => {
  const { deliver, archived } = await opened();
  expect(await deliver(letterWith({}))).toEqual(['handled']);
  expect(await archived()).toMatchObject([{ letterId: told['x-dead-letter-id'], topic: 'payment.success', offset: 7 }]);
});

test.each<[string, Record<string, string>]>([
  ['an emoji where a time is cut', { 'x-failed-at': 'a😀😀😀😀😀😀' }],
  ['an emoji where it began to fail', { 'x-first-failed-at': '2026-11-2😀' }],
  ['a day that is none', { 'x-failed-at': '2026-13-45T99:99:99.000Z' }],
  ['a year that is none', { 'x-failed-at': '+275760-09-13T00:00:00.001Z' }],
  ['an id of 100 angle brackets', { 'x-dead-letter-id': '<'.repeat(100) }],
  ['an id that leads upwards', { 'x-dead-letter-id': '../../../outbox/user#1/1' }],
  ['an id of slashes', { 'x-dead-letter-id': '/'.repeat(150) }],
  ['an id of 1,024 characters of three bytes', { 'x-dead-letter-id': '漢'.repeat(1_024) }],
  ['an id of 200 KB', { 'x-dead-letter-id': '😀'.repeat(50_000) }],
  ['a topic that is a path', { 'x-original-topic': '../../x' }],
  ['a consumer of a thousand emoji', { 'x-dlq-consumer': '😀'.repeat(500) }],
  ['a class that is none', { 'x-error-class': 'poison\n' }],
  ['a code in another alphabet', { 'x-error-code': 'КОД' }],
  ['an offset beyond 2^53', { 'x-original-offset': '9'.repeat(400) }],
  ['an endless count of re-drives', { 'x-replay-count': '9'.repeat(400) }],
  ['a negative partition', { 'x-original-partition': '-1' }],
  ['a message of nothing but halves', { 'x-error-message': '\ufffd'.repeat(1_024) }],
])('a forged letter with %s is filed with its bytes, and holds up nobody', async (_, forged) => {
  const { deliver, archived, held } = await opened();
  const letter = letterWith(forged);
  const next = letterWith({}, { offset: 4, value: Buffer.from('the next one') });
  expect(await deliver(letter, next)).toEqual(['handled', 'handled']);
  expect(await deliver(letter, next)).toEqual(['duplicate', 'duplicate']);
  const objects = await Promise.all((await archived()).map(({ object }) => held(object)));
  expect(objects.flat()).toContainEqual(wholeOf(letter));
  expect(objects.flat()).toHaveLength(2);
});

test.each<[string, Partial<KafkaRecord>]>([
  [
    'a key and a value of half a megabyte each',
    { key: Buffer.alloc(500_000, 'k'), value: Buffer.alloc(500_000, 0xff) },
  ],
  [
    'two thousand headers',
    { headers: Array.from({ length: 2_000 }, (_, at) => [`h${at}`, Buffer.from('x')] as const) },
  ],
  ['header bytes that are no text', { headers: [['x-dead-letter-id', Buffer.from([0xff, 0xfe, 0xed, 0xa0, 0x80])]] }],
  ['a name of a header of 100 KB', { headers: [['😀'.repeat(25_000), Buffer.from('x')]] }],
  ['neither key nor value', { key: null, value: null }],
])('a letter with %s is filed whole', async (_, more) => {
  const { deliver, archived, held } = await opened();
  const letter = letterWith({}, more);
  expect(await deliver(letter)).toEqual(['handled']);
  const [row] = await archived();
  expect(await held(row?.object)).toEqual([wholeOf(letter)]);
});

test('a repeat with other headers is a duplicate, and overwrites nothing', async () => {
  const { deliver, archived, held } = await opened();
  const first = letterWith({});
  expect(await deliver(first)).toEqual(['handled']);
  expect(await deliver(letterWith({ forged: 'by somebody' }, { offset: 9 }))).toEqual(['duplicate']);
  const [row, ...others] = await archived();
  expect(others).toEqual([]);
  expect(await held(row?.object)).toEqual([wholeOf(first)]);
});

const bug: Decider<typeof deadLetter> = {
  decide: () => {
    throw new TypeError('in this test');
  },
};
const failing: Decider<typeof deadLetter> = {
  decide: () => {
    throw new Error('in this test');
  },
};

test.each([
  ['a bug', bug, 'PROGRAMMER_ERROR'],
  ['a failure that does not pass', failing, 'UNKNOWN'],
])(
  'a letter that meets %s is stored unparsed, bytes intact, and the next one goes on',
  async (_, decider, errorCode) => {
    const { platform, deliver, held, archived } = await opened(decider);
    const letters = [letterWith({ 'x-dead-letter-id': '<'.repeat(100) }), letterWith({}, { offset: 4 })];
    expect(await deliver(...letters)).toEqual(['dead-letter', 'dead-letter']);
    const stored = platform.lines.filter(({ message }) => message === 'record.stored');
    expect(stored).toMatchObject([{ errorCode }, { errorCode }]);
    const objects = await Promise.all(stored.map(({ object }) => held(object)));
    expect(objects).toEqual(letters.map((letter) => [wholeOf(letter)]));
    expect(stored[0]?.['object']).toMatch(/^progress\/archiveDeadLetters#dlq\.payment-0-3#[\w-]{16}$/);
    expect(await deliver(...letters)).toEqual(['duplicate', 'duplicate']);
    expect(await archived()).toEqual([]);
  },
);

test('while the object store is down letters go back, and none is given up', async () => {
  const put = () => Promise.reject(new Fault('OBJECTS_UNAVAILABLE', 'in this test'));
  const down = ({ objects }: Connections) => ({ objects: { ...objects, put } });
  const outage = await opened(archiveDeadLetters, down);
  expect(await outage.deliver(letterWith({}))).toEqual(['handed-back']);
  const both = await opened(bug, down);
  expect(await both.deliver(letterWith({}))).toEqual(['handed-back']);
});

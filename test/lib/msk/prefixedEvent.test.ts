import { expect, it } from 'vitest';
import type { MskEvent } from '../../../lib/msk/mskEvent.ts';
import { withoutPrefixes } from '../../../lib/msk/prefixedEvent.ts';

const bytes = (text: string) => [...Buffer.from(text)];

function eventOf(records: Record<string, unknown>): MskEvent {
  return { eventSource: 'aws:kafka', records: records as MskEvent['records'] };
}

const sent = eventOf({
  'blue.dlq.payment-0': [
    {
      topic: 'blue.dlq.payment',
      partition: 0,
      offset: 7,
      headers: [{ 'x-original-topic': bytes('blue.payment.success') }, { other: bytes('blue.') }],
    },
  ],
});

it('hands over the catalogue’s names, and answers with those of the event', async () => {
  let seen: unknown;
  const response = await withoutPrefixes(sent, 'blue.', async (event) => {
    seen = event.records;
    return { batchItemFailures: [{ itemIdentifier: { partition: 'dlq.payment-0', offset: 7 } }] };
  });
  expect(seen).toEqual({
    'dlq.payment-0': [
      {
        topic: 'dlq.payment',
        partition: 0,
        offset: 7,
        headers: [{ 'x-original-topic': bytes('payment.success') }, { other: bytes('blue.') }],
      },
    ],
  });
  expect(response).toEqual({
    batchItemFailures: [{ itemIdentifier: { partition: 'blue.dlq.payment-0', offset: 7 } }],
  });
});

it.each([
  ['no record', { 'blue.a-0': [null, 'text', 7, { topic: 5 }] }, { 'a-0': [null, 'text', 7, { topic: 5 }] }],
  ['no list', { 'blue.a-0': 'text' }, { 'a-0': 'text' }],
  [
    'no header',
    { 'a-0': [{ topic: 'a', headers: [null, { 'x-original-topic': null }] }] },
    { 'a-0': [{ topic: 'a', headers: [null, { 'x-original-topic': null }] }] },
  ],
])('leaves %s as it is', async (_, given, expected) => {
  let seen: unknown;
  await withoutPrefixes(eventOf(given), 'blue.', async (event) => {
    seen = event.records;
    return undefined;
  });
  expect(seen).toEqual(expected);
});

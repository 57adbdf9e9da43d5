import { expect, it } from 'vitest';
import { accountingSettings } from '../../domain/ledger/accounting.ts';
import type { paymentSuccess } from '../../events/payment.ts';
import { config } from '../../functions/consumers/postAccounting/config.ts';
import { postAccounting } from '../../functions/consumers/postAccounting/postAccounting.ts';
import type { Envelope } from '../../lib/envelope/envelope.ts';
import type { DataOf } from '../../lib/envelope/event.ts';
import type { KafkaRecord } from '../../lib/kafka/record.ts';
import { createReader } from '../../lib/reading/message.ts';
import { batchRecords, sampleRecord } from './sampleRecords.ts';

const read = createReader(config);

const context = {
  settings: accountingSettings.parse({}),
  nowMs: Date.parse('2026-11-21T08:00:03Z'),
  writer: 'payment.success-1',
  newId: () => 'id',
  random: () => 0.5,
  digest: (text: string) => text,
};

/** The journal of that record alone: what makes a repeat harmless, whatever its event id. */
function journalOf(record: KafkaRecord) {
  const reading = read(record);
  if (reading.kind !== 'message') return [];
  const event = reading.event as Envelope<DataOf<typeof paymentSuccess>>;
  const decided = postAccounting['payment.success'].decide(event, { known: undefined }, context);
  if (decided.kind !== 'commit' || typeof decided.once !== 'object') throw new Error('expected a journal');
  const { pk, fact, postings } = decided.once.item;
  return [{ pk, fact, postings }];
}

const journal = {
  pk: 'journal#payment.success:5b1c7d0e-2f35-4a55-b6a3-6f0c2f1f9a10',
  fact: '[["amountMinor",1990],["currency","EUR"],["merchantId","2d9f4c51-7b1e-4c0a-9a63-8e5f0d1c2b34"],["orderId","ord-20261121-42"],["paymentId","5b1c7d0e-2f35-4a55-b6a3-6f0c2f1f9a10"]]',
  postings: [
    { account: 'channel_clearing', debit_minor: 1990, currency: 'EUR' },
    { account: 'merchant_pending:2d9f4c51-7b1e-4c0a-9a63-8e5f0d1c2b34', credit_minor: 1990, currency: 'EUR' },
  ],
};

it.each(['payment.success', 'payment.success.legacy', 'payment.success.bare'])('%s makes the one journal', (name) => {
  expect(journalOf(sampleRecord(name))).toEqual([journal]);
});

it('the batch for postAccounting makes three journals, one of them told again with another amount', () => {
  const journals = batchRecords('postAccounting').flatMap(journalOf);
  const other = 'journal#payment.success:0f3e8d71-6c2a-4b95-a7d4-91e5b2c8f063';
  expect(journals.map(({ pk }) => pk)).toEqual([
    journal.pk,
    journal.pk,
    journal.pk,
    other,
    other,
    journal.pk,
    'journal#payment.success:71a9c3e5-8b04-4d26-9f1b-c0d7e2f48a95',
  ]);
  expect(new Set(journals.map(({ fact }) => fact)).size).toBe(4);
});

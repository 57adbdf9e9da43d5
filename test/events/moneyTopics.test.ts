// Each topic of payments, orders, accounting, risk and sagas is published by a function, in the documented format and under
// the documented key, and read by the function that stands for each documented consumer.
import { expect, it } from 'vitest';
import { declaredFunctions } from '../../deploy/declaredFunctions.ts';
import { topics } from '../../events/allTopics.ts';
import { jsonOf } from '../fixtures/records.ts';
import { sampleRecord } from './sampleRecords.ts';

const functions = (await declaredFunctions('.')).map(({ config }) => config);

/** The catalogue's services that are functions here, each with the one that reads for it. */
const readers: Readonly<Record<string, string>> = {
  accounting: 'postAccounting',
  'admin-service': 'raiseRiskAlert',
  'order-service': 'reserveOrder',
  'channel-adapter': 'chargeChannel',
  'payment-gateway': 'compensatePayment',
};
/** Services whose functions read topics of every domain, not of money alone. */
const elsewhere = ['analytics', 'notification'];

/** The field that is the key, by the beginning of the topic's name. */
const keys: [start: string, field: string][] = [
  ['payment.', 'payment_id'],
  ['order.', 'order_id'],
  ['accounting.settlement.', 'settlement_id'],
  ['accounting.balance.', 'account'],
  ['risk.', 'subject_id'],
  ['saga.', 'saga_id'],
];

const ours = topics.filter(({ name }) => /^(payment|order|accounting|risk|saga)\./.test(name));

it('are 20', () => {
  expect(ours).toHaveLength(20);
});

it.each(ours.map((topic) => [topic.name, topic] as const))('%s', (name, topic) => {
  const publishers = functions.filter(({ uses }) =>
    uses.some((use) => use.kind === 'publishes' && use.events.some((event) => event.topic.name === name)),
  );
  expect(publishers, 'published by').not.toEqual([]);

  const record = sampleRecord(name);
  const value = jsonOf(record as never);
  expect(Object.keys(value).slice(0, 3)).toEqual(['event_type', 'event_id', 'timestamp']);
  expect([value.event_type, typeof value.metadata]).toEqual([name, 'object']);
  const field = keys.find(([start]) => name.startsWith(start))?.[1];
  // A journal stands under an account of its own, or its fact: the topic's rule says which.
  if (field !== undefined) expect(String(record.key)).toBe(value[field]);

  for (const service of topic.consumers) {
    const reader = readers[service];
    expect(reader !== undefined || elsewhere.includes(service), `a function for ${service}`).toBe(true);
    const config = functions.find((found) => found.name === reader);
    const read = config?.kind === 'consumer' ? config.topics.map((one) => one.name) : [];
    if (reader !== undefined) expect(read, `${reader} reads`).toContain(name);
  }
});

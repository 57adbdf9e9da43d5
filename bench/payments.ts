/** Batches of payment.success as the gateway writes it, 600 bytes a value, and what reads them. */
import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { paymentSuccess } from '../events/payment.ts';
import { machineClock } from '../lib/clock/clock.ts';
import { createEngine } from '../lib/connect/engine.ts';
import { refusingPorts } from '../lib/connect/openPorts.ts';
import { consumerConfig } from '../lib/declare/consumerConfig.ts';
import type { KafkaRecord } from '../lib/kafka/record.ts';
import type { OpenEngine } from '../lib/lambda/lambda.ts';
import { type MskEvent, toMskEvent } from '../lib/msk/mskEvent.ts';
import { createLog, type LogSettings } from '../lib/observability/log.ts';
import { parseSettings } from '../lib/settings/settings.ts';
import { groupingStore } from '../lib/store/grouping.ts';
import type { Store } from '../lib/store/store.ts';

const VALUE_BYTES = 600;
const PARTITIONS = 3;
const source = { arn: 'arn:aws:kafka:eu-west-1:123456789012:cluster/bench/1', bootstrapServers: '127.0.0.1:9098' };

/** The whole value, strictly: what a hand-written consumer would check. */
export const paymentValue = z.strictObject({
  event_type: z.literal('payment.success'),
  event_id: z.string().min(1),
  timestamp: z.iso.datetime(),
  payment_id: z.string().min(1),
  payment_no: z.string(),
  merchant_id: z.string().min(1),
  order_id: z.string().min(1).optional(),
  amount: z.int().positive(),
  currency: z.string().regex(/^[A-Z]{3}$/),
  status: z.string(),
  created_at: z.string(),
  metadata: z.record(z.string(), z.unknown()).optional(),
});

/** Each payment has a key of its own, unless there are fewer `keys`. */
export function paymentBatch(count: number, keys = count): MskEvent {
  const records = Array.from({ length: count }, (_, n) => paymentRecord(n, n % keys));
  return toMskEvent(records, source);
}

export function paymentRecord(n: number, key = n): KafkaRecord {
  const paymentId = `0b0f7b52-6b1c-4f0e-9c5d-${String(key).padStart(12, '0')}`;
  const eventId = `7c9e6679-7425-40de-944b-${String(n).padStart(12, '0')}`;
  const traceId = n.toString(16).padStart(32, '4bf92f3577b34da6a3ce929d0e0e4736');
  const value = {
    event_type: 'payment.success',
    event_id: eventId,
    timestamp: '2026-11-21T08:00:00.123Z',
    payment_id: paymentId,
    payment_no: `PAY20261121${String(n).padStart(8, '0')}`,
    merchant_id: '2f1e9b57-9c52-4f0e-8f4c-4d5a7c1a9b10',
    order_id: `order-${n}`,
    amount: 4_999 + n,
    currency: 'EUR',
    status: 'success',
    created_at: '2026-11-21T07:59:58.000Z',
    metadata: { channel: 'card', note: '', trace_id: traceId },
  };
  value.metadata.note = 'n'.repeat(VALUE_BYTES - JSON.stringify(value).length);
  return {
    topic: 'payment.success',
    partition: key % PARTITIONS,
    offset: n,
    timestamp: 1_795_000_000_000 + n,
    key: Buffer.from(paymentId),
    value: Buffer.from(JSON.stringify(value)),
    headers: [
      ['x-event-id', Buffer.from(eventId)],
      ['traceparent', Buffer.from(`00-${traceId}-00f067aa0ba902b7-01`)],
    ],
  };
}

export const readPayments = consumerConfig({ name: 'readPayments', events: [paymentSuccess], uses: [] });

/** An engine over that store, grouping as every function's does. */
export function openOver(
  store: Store,
  log: LogSettings = { level: 'warn', format: 'json', now: machineClock },
): OpenEngine {
  const { settings } = parseSettings({
    ADAPTERS: 'local',
    DIGEST_SECRET: 'a secret of at least thirty-two characters',
  });
  const unused = new Proxy({} as never, {
    get: () => {
      throw new Error('nothing but the store is used here');
    },
  });
  const others = { producer: unused, objects: unused, tokens: unused, invoke: unused, callbackSecrets: unused };
  const connections = { ...refusingPorts('payments'), store: groupingStore(store), ...others };
  return async ({ name }) =>
    createEngine({
      function: name,
      settings,
      own: {},
      connections,
      log: createLog(log, {}, () => undefined),
      now: machineClock,
    });
}

export function contextFor(timeoutMs = 60_000): Context {
  const endsAt = performance.now() + timeoutMs;
  return { awsRequestId: 'bench', getRemainingTimeInMillis: () => endsAt - performance.now() } as Context;
}

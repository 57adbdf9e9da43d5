/** Effects outside that take 50 ms each: side by side over many keys, one after the other within one. */
import { setTimeout as delay } from 'node:timers/promises';
import { delivery } from '../lib/consumer/constructors.ts';
import { type Channel, send } from '../lib/deliveries/delivery.ts';
import type { Benchmark } from './benchmark.ts';
import { mapStore } from './mapStore.ts';
import { contextFor, openOver, paymentBatch, readPayments } from './payments.ts';

const RECORDS = 100;
const EFFECT_MS = 50;
/** Sixteen side by side, the default, take 100 in seven rounds; twenty in five. */
const CASES = [
  { keys: 100, concurrency: 16 },
  { keys: 100, concurrency: 20 },
  { keys: 20, concurrency: 20 },
  { keys: 1, concurrency: 20 },
];

const slowly: Channel<string> = {
  limitMs: 10_000,
  onUnknown: 'repeat',
  takesKeys: () => true,
  send: async () => await delay(EFFECT_MS),
};

/** `oneAtATime` is what a loop would take. */
export const lanes: Benchmark = async () => {
  const rows = [];
  for (const { keys, concurrency } of CASES) {
    const prepare = ({ id }: { id: string }) => send(id, id);
    const options = { open: openOver(mapStore()) };
    const handler = delivery(
      { ...readPayments, concurrency },
      { 'payment.success': { prepare, channel: slowly } },
      options,
    );
    const startedAt = performance.now();
    await handler(paymentBatch(RECORDS, keys), contextFor());
    const seconds = (performance.now() - startedAt) / 1000;
    rows.push({
      records: RECORDS,
      keys,
      seconds: Math.round(seconds * 100) / 100,
      oneAtATime: (RECORDS * EFFECT_MS) / 1000,
    });
  }
  return rows;
};

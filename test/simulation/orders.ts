/** The events of the simulation: orders told on two topics, and counts that follow from them, on two as well. */
import * as z from 'zod';
import { defineEvent } from '../../lib/envelope/event.ts';
import type { Topic } from '../../lib/envelope/topic.ts';
import { PARTITIONS } from './memoryLog.ts';

export const DEAD_LETTERS = 'orders.dead';
export const orders = topic('orders', 'embedded');
export const oldOrders = topic('old-orders', 'action');
const counts = topic('counts', 'embedded');
const countCopies = topic('count-copies', 'action');

const data = z.object({ account: z.string(), fact: z.string(), amount: z.int() });
export type Order = z.output<typeof data>;

export const orderPlaced = defineEvent({
  type: 'order.placed',
  version: 1,
  topic: orders,
  data,
  key: (order) => order.account,
  copies: [{ topic: oldOrders, legacyName: { field: 'action', value: 'place' } }],
});

export const orderCounted = defineEvent({
  type: 'order.counted',
  version: 1,
  topic: counts,
  data: z.object({ account: z.string(), fact: z.string(), count: z.int() }),
  key: (counted) => counted.account,
  copies: [{ topic: countCopies, legacyName: { field: 'action', value: 'count' } }],
});

function topic(name: string, format: Topic['format']): Topic {
  return {
    name,
    system: 'TEST',
    format,
    compression: 'none',
    partitions: PARTITIONS,
    retentionDays: 7,
    keyRule: 'account',
    deadLetterTopic: DEAD_LETTERS,
    source: 'shop',
    producers: ['shop'],
    consumers: [],
    onlyType: null,
  };
}

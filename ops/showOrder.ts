/** An order as its history tells of it, for people and as JSON. */
import { restoreOrder } from '../domain/orders/history.ts';
import { wireOf } from '../domain/orders/told.ts';
import { compareTimes } from '../domain/time.ts';
import type { JsonObject } from '../lib/envelope/json.ts';
import { toUtc } from '../lib/envelope/timestamp.ts';
import { UsageError } from '../local/usageError.ts';
import { type Looking, readHistory } from './orderHistory.ts';

export interface ShownOrder {
  order_id: string;
  /** null: now. */
  at: string | null;
  order: JsonObject;
  events: { event_id: string; type: string; at: string; data: JsonObject; is_partial: boolean }[];
}

export async function showOrder(orderId: string, when: string | undefined, looking: Looking): Promise<ShownOrder> {
  const until = when === undefined ? undefined : timeOf(when);
  const history = await readHistory(orderId, looking);
  const restored = restoreOrder(history, until);
  if (!restored) {
    throw new UsageError(`Nothing was known of order ${orderId} at ${until}: its first event is of ${history[0]?.at}.`);
  }
  const happened = history.filter(({ at }) => until === undefined || compareTimes(at, until) <= 0);
  return {
    order_id: orderId,
    at: until ?? null,
    order: { order_id: orderId, ...wireOf(restored), changed_at: restored.changedAt },
    events: happened.map((event) => {
      const { eventId, type, at, isPartial } = event;
      return { event_id: eventId, type, at, data: wireOf(event), is_partial: isPartial };
    }),
  };
}

function timeOf(text: string): string {
  try {
    if (text !== '') return toUtc(text, 0);
  } catch {
    // Said below, in the operator's words.
  }
  throw new UsageError(`--at takes a time such as 2026-11-21T08:00:00Z; came ${text || 'nothing'}.`);
}

export function shownText({ order_id, at, order, events }: ShownOrder): string {
  const fields = Object.entries(order).map(([name, value]) => `  ${name}: ${wordOf(value)}`);
  const widest = (name: 'at' | 'type') => Math.max(...events.map((event) => event[name].length));
  const [timeWidth, typeWidth] = [widest('at'), widest('type')];
  return [
    at === null ? `Order ${order_id} is now` : `Order ${order_id} was at ${at}`,
    ...fields,
    'What happened:',
    ...events.map((event) => {
      const lost = event.is_partial ? '  (not all of it can be shown: its user was deleted, or never named)' : '';
      return `  ${event.at.padEnd(timeWidth)}  ${event.type.padEnd(typeWidth)}  ${event.event_id}${lost}`;
    }),
  ].join('\n');
}

function wordOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

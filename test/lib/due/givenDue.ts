/** Reminders on a platform of their own, and the job that works off what is due, on the test's clock. */
import type { Context } from 'aws-lambda';
import type { Connections } from '../../../lib/connect/connect.ts';
import { delivery } from '../../../lib/consumer/constructors.ts';
import { worksOff } from '../../../lib/declare/uses.ts';
import type { Channel } from '../../../lib/deliveries/delivery.ts';
import { type DueRow, due, PARKED, shards } from '../../../lib/due/dueRow.ts';
import type { DueWorker } from '../../../lib/due/giveRow.ts';
import { workOff } from '../../../lib/due/workOff.ts';
import { type InvokeFunction, outcomeOf } from '../../../lib/invoke/invoke.ts';
import type { KafkaRecord } from '../../../lib/kafka/record.ts';
import type { Store } from '../../../lib/store/store.ts';
import { openPlatform, type Platform } from '../../fixtures/platform.ts';
import { recordOf } from '../../fixtures/records.ts';
import { type RemindAt, remind, reminder } from '../../fixtures/reminders.ts';

export const START_MS = Date.parse('2026-11-21T08:00:00.000Z');

type Handler = (event: never, context: Context) => Promise<unknown>;
export type Change = (connections: Connections) => Partial<Connections>;

/** Calls handlers as Lambda does: JSON in, and a client context. */
const invoking =
  (handlers: Readonly<Record<string, Handler>>): InvokeFunction =>
  async ({ name, event, clientContext }) => {
    const handler = handlers[name];
    if (!handler) throw new Error(`no handler ${name}`);
    const context = {
      awsRequestId: 'due',
      clientContext,
      getRemainingTimeInMillis: () => 30_000,
    } as unknown as Context;
    try {
      await handler(JSON.parse(JSON.stringify(event)) as never, context);
      return { kind: 'answered' };
    } catch (error) {
      const { name: errorType, message: errorMessage } = error as Error;
      return outcomeOf({ errorType, errorMessage });
    }
  };

export async function workerOf(platform: Platform, handlers: Readonly<Record<string, Handler>>): Promise<DueWorker> {
  const engine = await platform.open()({ name: 'workOffDue', uses: [worksOff] });
  const { store, objects } = engine.connections;
  const calls = new Set<Promise<unknown>>();
  const invoke: InvokeFunction = async (call) => {
    const answer = invoking(handlers)(call);
    calls.add(answer);
    return await answer.finally(() => calls.delete(answer));
  };
  // Calls take no time on the test's clock.
  const sleep = async (ms: number) => {
    for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
    if (calls.size === 0) platform.clock.nowMs += ms;
    await Promise.allSettled(calls);
  };
  return { store, objects, invoke, log: engine.log, now: platform.now, sleep };
}

/** One minute of the job. */
export const runJob = (worker: DueWorker) => workOff(worker, () => 75_000);

/** Its bytes as buffers, whoever read them. */
export function buffersOf({ key, value, headers, ...rest }: KafkaRecord) {
  const held = headers.map(([name, bytes]) => [name, Buffer.from(bytes)] as const);
  return { ...rest, key: key && Buffer.from(key), value: value && Buffer.from(value), headers: held };
}

export async function rowsIn(store: Store, partitions: readonly string[] = shards): Promise<DueRow[]> {
  const found = await Promise.all(partitions.map((partition) => store.query({ table: due, partition })));
  return found.flatMap(({ items }) => items);
}

export const parkedIn = (store: Store) => rowsIn(store, [PARKED]);

export async function withReminders(remindAt: RemindAt, channel: Partial<Channel<string>> = {}) {
  const platform = await openPlatform([remind]);
  const sent: [text: string, afterMs: number][] = [];
  const send = async (text: string) => void sent.push([text, platform.clock.nowMs - START_MS]);
  const handlerOf = (change?: Change) =>
    delivery(remind, { 'order.placed': reminder(remindAt, { send, ...channel }) }, { open: platform.open(change) });
  const handler = handlerOf();
  const worker = await workerOf(platform, { remind: handler });
  return { platform, sent, handler, handlerOf, worker, store: worker.store };
}

export const placed = (offset: number, orderId = 'o-1', more = {}) =>
  recordOf({
    offset,
    key: orderId,
    value: { id: `e${offset}`, type: 'order.placed', order_id: orderId, amount: offset },
    ...more,
  });

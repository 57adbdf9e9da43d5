/** Workers of one consumer over one store: some of them die in the middle, or are still at it. */
import { consumer } from '../../../lib/consumer/constructors.ts';
import type { Decider } from '../../../lib/decisions/decider.ts';
import type { KafkaRecord } from '../../../lib/kafka/record.ts';
import { type Item, ref } from '../../../lib/store/store.ts';
import { progress } from '../../../lib/tables/progress.ts';
import { counting, placed } from '../../fixtures/counting.ts';
import { countOrders, type orderPlaced } from '../../fixtures/orders.ts';
import type { Invoked, Platform } from '../../fixtures/platform.ts';
import { recordOf } from '../../fixtures/records.ts';

/** Two partitions, three records each, every one with a key of its own. */
export const twoPartitions = [0, 1].flatMap((partition) =>
  [10, 11, 12].map((offset) =>
    recordOf({
      partition,
      offset,
      key: `k${partition}${offset}`,
      value: placed(`e${partition}-${offset}`, 1, { order_id: `o${partition}-${offset}` }),
    }),
  ),
);

export interface Running {
  /** The event ids that it came to. */
  came: string[];
  answer: Promise<Invoked>;
  /** It has come to an event that it does not come back from. */
  stuck: Promise<void>;
  /** Lets those that it holds go on. */
  goOn(): void;
}

/** A worker that never comes back from the event named: dead, or slow, as the test has it. */
export function startWorker(
  platform: Platform,
  records: readonly KafkaRecord[],
  stuckAt = '',
  remainingMs = 30_000,
): Running {
  const came: string[] = [];
  const goingOn = Promise.withResolvers<void>();
  const stuck = Promise.withResolvers<void>();
  const open: ReturnType<Platform['open']> = async (declaration) => {
    const engine = await platform.open()(declaration);
    const { store } = engine.connections;
    const isStuck = (refs: Parameters<typeof store.read>[0]) => refs.some(({ pk }) => pk === `countOrders#${stuckAt}`);
    const read: typeof store.read = async (refs) => {
      if (!isStuck(refs)) return await store.read(refs);
      stuck.resolve();
      await goingOn.promise;
      return await store.read(refs);
    };
    const sleep = async (ms: number) => {
      platform.clock.nowMs += ms;
      platform.sleeps.push(ms);
    };
    return { ...engine, sleep, connections: { ...engine.connections, store: { ...store, read } } };
  };
  const noting: Decider<typeof orderPlaced> = {
    decide: (event, loaded, context) => {
      came.push(event.id);
      return counting.decide(event, loaded, context);
    },
  };
  const handler = consumer(countOrders, { 'order.placed': noting }, { open });
  return { came, answer: platform.invoke(handler, records, remainingMs), stuck: stuck.promise, goOn: goingOn.resolve };
}

export async function rowsOf(platform: Platform): Promise<(Item | undefined)[]> {
  const { connections } = await platform.open()(countOrders);
  return await connections.store.read([0, 1].map((n) => ref(progress, `countOrders#orders-${n}`)));
}

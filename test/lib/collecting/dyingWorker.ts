/** A worker of the collector that dies: at a step of its way to the store, the objects and the broker, or inside its fold. */
import type { Connections } from '../../../lib/connect/connect.ts';
import { collector } from '../../../lib/consumer/constructors.ts';
import type { KafkaRecord } from '../../../lib/kafka/record.ts';
import { collectOrders, type OrderFold } from '../../fixtures/collecting.ts';
import type { Invoked, Platform } from '../../fixtures/platform.ts';

export interface Death {
  /** The number of the call, counted from 1. It did what it should, and only its answer found nobody. */
  step?: number;
  /** The fold of this event ends the process. */
  killer?: string;
}

const MINUTE_MS = 60_000;

/** The result of the worker, or null where it died: then a minute passes. */
export async function work(
  platform: Platform,
  fold: OrderFold,
  records: readonly KafkaRecord[],
  { step, killer }: Death = {},
): Promise<Invoked | null> {
  const death = Promise.withResolvers<null>();
  let isDead = false;
  let steps = 0;
  const survive = async (dies: boolean) => {
    isDead ||= dies;
    if (!isDead) return;
    death.resolve(null);
    await new Promise(() => undefined);
  };
  const mortal =
    <Args extends unknown[], Answer>(call: (...args: Args) => Promise<Answer>) =>
    async (...args: Args): Promise<Answer> => {
      steps += 1;
      const isLast = steps === step;
      await survive(false);
      const answer = await call(...args);
      await survive(isLast);
      return answer;
    };
  const change = ({ store, objects, producer }: Connections) => ({
    store: {
      ...store,
      read: mortal(store.read),
      query: mortal(store.query) as typeof store.query,
      transact: mortal(store.transact),
      writeEach: mortal(store.writeEach),
    },
    objects: { ...objects, put: mortal(objects.put) },
    producer: { ...producer, publish: mortal(producer.publish) },
  });
  const killing: OrderFold = {
    fold: (run, ...rest) => {
      isDead ||= run.events.some(({ id }) => id === killer);
      return fold.fold(run, ...rest);
    },
  };
  const handler = collector(collectOrders, killing, { open: platform.open(change) });
  const came = await Promise.race([platform.invoke(handler, records), death.promise]);
  if (!came) platform.clock.nowMs += MINUTE_MS;
  return came;
}

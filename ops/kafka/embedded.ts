/** The embedded log of a local stack, which may run meanwhile. */
import { machineClock } from '../../lib/clock/clock.ts';
import type { Broker } from '../../local/broker/broker.ts';
import { openEmbeddedBroker } from '../../local/broker/embedded.ts';

export async function onEmbedded<T>(file: string, work: (broker: Broker) => Promise<T>): Promise<T> {
  const broker = openEmbeddedBroker({ file, now: machineClock });
  try {
    return await work(broker);
  } finally {
    await broker.close();
  }
}

/** A producer that publishes nothing: what a commit stored stays in the outbox, for the relay of a stack elsewhere. */
import { Fault } from '../errors/fault.ts';
import type { Producer } from './producer.ts';

export function heldProducer(): Producer {
  return {
    publish: async (records) => {
      if (records.length > 0) throw new Fault('BROKER_UNAVAILABLE', 'here only the relay of the stack publishes');
      return [];
    },
    close: async () => undefined,
  };
}

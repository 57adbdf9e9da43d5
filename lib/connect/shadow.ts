/** A function in shadow: it decides and keeps its own state, and everything it would do outside is only told. */
import type { Log } from '../observability/log.ts';
import type { Producer } from '../producer/producer.ts';

/** The log tells of each effect just enough to identify it, and no address or content. */
export function inShadow<C extends { producer: Producer }>(connections: C, log: Log): C {
  return { ...connections, producer: shadowProducer(connections.producer, log) };
}

/** Answers no records: nobody must take them for published. */
function shadowProducer({ close }: Producer, log: Log): Producer {
  return {
    publish: async (records) => {
      for (const { topic, value } of records) log.info('shadow.would-publish', { topic, bytes: value?.length ?? null });
      return [];
    },
    close,
  };
}

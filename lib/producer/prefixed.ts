/** A producer for a stage whose topics have a prefix: it is given the catalogue's names and answers with them. */
import type { Headers, NewRecord } from '../kafka/record.ts';
import { ORIGINAL_TOPIC, withoutPrefix, withPrefix } from '../kafka/topicPrefix.ts';
import type { Producer } from './producer.ts';

export function prefixedProducer(producer: Producer, prefix: string): Producer {
  if (prefix === '') return producer;
  const { placeOf } = producer;
  return {
    ...producer,
    publish: async (records, signal) => {
      const placed = await producer.publish(
        records.map((record) => outward(record, prefix)),
        signal,
      );
      return placed.map((record, at) => ({ ...record, ...records[at] }));
    },
    ...(placeOf && { placeOf: (record) => withoutPrefix(prefix, placeOf(outward(record, prefix))) }),
    close: () => producer.close(),
  };
}

function outward<R extends NewRecord>(record: R, prefix: string): R {
  const headers: Headers = record.headers.map(([name, bytes]) => {
    return name === ORIGINAL_TOPIC
      ? [name, Buffer.from(withPrefix(prefix, Buffer.from(bytes).toString()))]
      : [name, bytes];
  });
  return { ...record, topic: withPrefix(prefix, record.topic), headers };
}

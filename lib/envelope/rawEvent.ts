/** The event of topics whose records are taken as bytes: it can be consumed, and never written. */
import { Fault } from '../errors/fault.ts';
import type { KafkaRecord } from '../kafka/record.ts';
import type { EventDefinition } from './event.ts';
import type { JsonObject } from './json.ts';
import type { Topic } from './topic.ts';

export interface RawData {
  record: KafkaRecord;
}

export function defineRaw<const Type extends string>(shape: {
  type: Type;
  topics: readonly [Topic, ...Topic[]];
}): EventDefinition<Type, RawData, RawData> {
  const { type, topics } = shape;
  const refuse = (): never => {
    throw new Fault('EVENT_INVALID', `${type}: ${topics.map(({ name }) => name).join(', ')} take no events of ours`);
  };
  return Object.assign(refuse, {
    type,
    version: 1,
    topic: topics[0],
    copies: [],
    fields: [],
    topics,
    check: refuse,
    key: refuse,
    // The consumer puts the record there itself (lib/reading/message.ts); there is nothing to check.
    read: (data: JsonObject) => data as unknown as RawData,
  });
}

/** Every event of one topic, whatever its type: for histories and logs that keep types nobody knows yet. */
import { Fault } from '../errors/fault.ts';
import type { EventDefinition } from './event.ts';
import type { JsonObject } from './json.ts';
import type { Topic } from './topic.ts';

/**
 * It can be consumed, and never written. `type` is the name that a config's handlers go by; the events keep their own.
 * Of a consumer's events a definition of that very type is preferred to it.
 */
export function defineAny<const Type extends string>(shape: {
  type: Type;
  topic: Topic;
}): EventDefinition<Type, JsonObject, JsonObject> {
  const { type, topic } = shape;
  const refuse = (): never => {
    throw new Fault('EVENT_INVALID', `${type} stands for what others write on ${topic.name}`);
  };
  return Object.assign(refuse, {
    type,
    isAny: true,
    version: 1,
    topic,
    copies: [],
    fields: [],
    topics: [topic],
    check: refuse,
    key: refuse,
    read: (data: JsonObject) => data,
  });
}

/** A value that names no type, on a topic that names the event: it must look like that event. */
import { Fault } from '../errors/fault.ts';
import { type KafkaRecord, placeOf } from '../kafka/record.ts';
import type { Envelope } from './envelope.ts';
import type { AnyEvent } from './event.ts';
import type { JsonObject } from './json.ts';
import { type Names, recogniseInside } from './recognise.ts';
import type { Topic } from './topic.ts';
import { isOtherChange, unwrapped } from './wrappers.ts';

/** Kafka Connect's wrapper around Debezium's, and no more. */
const MAX_WRAPPERS = 2;

/** The types and names that tell a topic's own events from others. */
export interface Known {
  types: ReadonlyMap<string, AnyEvent>;
  names: Names;
}

/**
 * The event itself where any of its fields is there, whatever else is. Otherwise what an unambiguous wrapper holds, and
 * else it is something that nobody here can read: taken for an event without fields, it would be passed over in silence.
 * Fault UNKNOWN_SHAPE.
 */
export function ownShape(
  came: Envelope<JsonObject>,
  record: KafkaRecord,
  topic: Topic,
  { types, names }: Known,
): Envelope<JsonObject> {
  let event = came;
  for (let wrappers = 0; ; wrappers += 1) {
    const fields = event.format === 'bare' ? (types.get(event.type)?.fields ?? []) : [];
    const { data, type } = event;
    if (fields.length === 0) return event;
    if (isOtherChange(data)) throw new Fault('UNKNOWN_SHAPE', `${placeOf(record)}: a row that was not just created`);
    if (fields.some((name) => Object.hasOwn(data, name))) return event;
    const inner = wrappers < MAX_WRAPPERS ? unwrapped(data, { type, topic: topic.name }) : undefined;
    if (!inner) {
      const others = Object.keys(data).length;
      throw new Fault(
        'UNKNOWN_SHAPE',
        `${placeOf(record)}: expected any of ${fields.join(', ')}, came ${others} others`,
      );
    }
    event = recogniseInside(inner, record, topic, names);
  }
}

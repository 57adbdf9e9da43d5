/** The port through which a value's bytes become an object: JSON unless a topic's producers use a schema registry. */
import type { KafkaRecord } from '../kafka/record.ts';
import type { JsonObject } from './json.ts';

/** `bytes` are the record's value, or what it carries inside; `record` is there for its headers. Faults are poison. */
export type Decode = (bytes: Uint8Array, record: KafkaRecord) => JsonObject;

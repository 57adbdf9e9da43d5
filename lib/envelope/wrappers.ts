/** Opens the wrappers that connectors and frameworks put around a payload. Each is known by its whole set of fields, never by one of them. */
import { isObject, type JsonObject } from './json.ts';

/** The wrapped payload; undefined where the value is no wrapper, or one around something else than this event. */
export function unwrapped(value: JsonObject, event: { type: string; topic: string }): JsonObject | undefined {
  return fromConnect(value) ?? fromNest(value, [event.type, event.topic]) ?? fromDebezium(value);
}

/**
 * Kafka Connect's JsonConverter with `schemas.enable`: `{schema, payload}`, the schema null for data without one.
 * https://docs.confluent.io/platform/current/connect/concepts.html
 */
function fromConnect(value: JsonObject): JsonObject | undefined {
  const { schema, payload, ...others } = value;
  const isSchema = schema === null || (isObject(schema) && typeof schema['type'] === 'string');
  return isSchema && isObject(payload) && isEmpty(others) ? payload : undefined;
}

/**
 * A packet of NestJS, `{pattern, data}` and the id of a request: what a client writes whose serializer leaves packets as
 * they are. The pattern names the event, as text or `{cmd}`; a packet for another handler is none of this event's.
 * https://docs.nestjs.com/microservices/basics
 */
function fromNest(value: JsonObject, names: readonly string[]): JsonObject | undefined {
  const { pattern, data, id, ...others } = value;
  const named = isObject(pattern) ? pattern['cmd'] : pattern;
  const isOurs = typeof named === 'string' && names.some((name) => plain(name) === plain(named));
  return isOurs && isObject(data) && isEmpty(others) ? data : undefined;
}

/** The longest name that is compared. */
const MAX_NAME = 100;

/** `thing_made`, `thing.made` and `thingMade` are one. */
function plain(name: string): string {
  return name.length > MAX_NAME ? name : name.replace(/[^A-Za-z0-9]/g, '').toLowerCase();
}

/**
 * Debezium's change event. Only a row that was just created (`c`) tells that something happened: a snapshot (`r`) reads
 * rows of any age, and updates and deletions are other facts. The row's own times are in the database's encoding, so the
 * time of its change stands for them. https://debezium.io/documentation/reference/stable/connectors/postgresql.html
 */
function fromDebezium(value: JsonObject): JsonObject | undefined {
  const { before = null, after, source, op, ts_ms, ts_us: _, ts_ns: __, transaction: ___, ...others } = value;
  if (op !== 'c' || before !== null || !isObject(after) || !isObject(source) || !isEmpty(others)) return undefined;
  const changedMs = source['ts_ms'] ?? ts_ms;
  return typeof changedMs === 'number' && changedMs > 0 ? { ...after, timestamp: changedMs } : after;
}

/**
 * A row that Debezium flattened (ExtractNewRecordState) with its marks `__op` and `__deleted`, and that tells of anything
 * but its creation: a changed or deleted row is another fact than the one its topic names.
 * https://debezium.io/documentation/reference/stable/transformations/event-flattening.html
 */
export function isOtherChange(value: JsonObject): boolean {
  const { __op: op = 'c', __deleted: deleted = false } = value;
  return op !== 'c' || (deleted !== false && deleted !== 'false');
}

function isEmpty(others: JsonObject): boolean {
  return Object.keys(others).length === 0;
}

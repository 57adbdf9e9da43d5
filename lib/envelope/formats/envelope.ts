/** `{id, type, version, timestamp, source, traceId, data}`; older producers leave some of the base fields out. */
import type { Envelope, RawEnvelope } from '../envelope.ts';
import { isObject, type JsonObject } from '../json.ts';

export function toEnvelope(event: Envelope<JsonObject>): JsonObject {
  const { id, type, version, timestamp, source, traceId, data } = event;
  return { id, type, version: `${version}.0`, timestamp, source, traceId, data };
}

export function fromEnvelope(value: JsonObject): RawEnvelope | undefined {
  const field = typeof value['type'] === 'string' ? 'type' : 'event_type';
  const type = value[field];
  if (typeof type !== 'string' || !isObject(value['data'])) return undefined;
  return {
    format: 'envelope',
    id: value['id'] ?? value['event_id'],
    discriminator: { field, value: type },
    version: value['version'],
    timestamp: value['timestamp'],
    source: value['source'],
    traceId: value['traceId'],
    data: value['data'],
  };
}

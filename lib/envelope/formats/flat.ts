/** `{event_type, event_id, timestamp, <business fields>, metadata}`; older producers send `created_at` and no id. */
import type { Envelope, RawEnvelope } from '../envelope.ts';
import { isObject, type JsonObject } from '../json.ts';

export function toFlat(event: Envelope<JsonObject>): JsonObject {
  const { metadata, ...payload } = event.data;
  const base = { event_type: event.type, event_id: event.id, timestamp: event.timestamp };
  // First for the eye, and again because nothing in the payload may stand in for them.
  return {
    ...base,
    ...payload,
    ...base,
    metadata: { ...(isObject(metadata) && metadata), trace_id: event.traceId },
  };
}

export function fromFlat(value: JsonObject): RawEnvelope | undefined {
  const { event_type, event_id, timestamp, ...rest } = value;
  if (typeof event_type !== 'string') return undefined;
  const { trace_id, ...metadata } = isObject(rest['metadata']) ? rest['metadata'] : {};
  return {
    format: 'flat',
    id: event_id,
    discriminator: { field: 'event_type', value: event_type },
    version: undefined,
    timestamp: timestamp ?? rest['created_at'],
    source: undefined,
    traceId: trace_id,
    data: isObject(rest['metadata']) ? { ...rest, metadata } : rest,
  };
}

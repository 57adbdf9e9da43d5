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
  const { event_type, event_id, timestamp, ...data } = value;
  if (typeof event_type !== 'string') return undefined;
  return {
    format: 'flat',
    id: event_id,
    discriminator: { field: 'event_type', value: event_type },
    version: undefined,
    timestamp: timestamp ?? data['created_at'],
    source: undefined,
    traceId: takeTraceId(data),
    data,
  };
}

/** It stands among the metadata, but is none of the business's. `data` is ours to change; what it holds is not. */
function takeTraceId(data: JsonObject): unknown {
  if (!isObject(data['metadata'])) return undefined;
  const { trace_id, ...metadata } = data['metadata'];
  data['metadata'] = metadata;
  return trace_id;
}

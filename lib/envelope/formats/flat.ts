/** `{event_type, event_id, timestamp, <business fields>, metadata}`; older producers send `created_at` and no id. */
import type { Envelope, RawEnvelope } from '../envelope.ts';
import { isObject, type JsonObject } from '../json.ts';

/**
 * The business's own metadata travel beside our trace id. One of theirs that is called `trace_id` would lose its place to
 * ours, or be taken for it: it is written with one more "_" before it, and read back without.
 */
const THEIR_NAME = /^_*trace_id$/;

export function toFlat(event: Envelope<JsonObject>): JsonObject {
  const { metadata, ...payload } = event.data;
  const base = { event_type: event.type, event_id: event.id, timestamp: event.timestamp };
  const theirs = isObject(metadata) ? renamed(metadata, (name) => `_${name}`) : {};
  // First for the eye, and again because nothing in the payload may stand in for them.
  return { ...base, ...payload, ...base, metadata: { ...theirs, trace_id: event.traceId } };
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
  data['metadata'] = renamed(metadata, (name) => name.slice(1));
  return trace_id;
}

function renamed(metadata: JsonObject, rename: (name: string) => string): JsonObject {
  if (!Object.keys(metadata).some((name) => THEIR_NAME.test(name))) return metadata;
  const fields = Object.entries(metadata);
  return Object.fromEntries(fields.map(([name, held]) => [THEIR_NAME.test(name) ? rename(name) : name, held]));
}

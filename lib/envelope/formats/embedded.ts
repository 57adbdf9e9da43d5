/** The envelope's base fields and the payload on one level, as Go structs that embed their base event are written. */
import type { Envelope, RawEnvelope } from '../envelope.ts';
import type { JsonObject } from '../json.ts';

export function toEmbedded(event: Envelope<JsonObject>): JsonObject {
  const { id, type, version, timestamp, source, traceId, data } = event;
  const base = { id, type, version: `${version}.0`, timestamp, source, traceId };
  // First for the eye, and again because nothing in the payload may stand in for them.
  return { ...base, ...data, ...base };
}

export function fromEmbedded(value: JsonObject): RawEnvelope | undefined {
  const { id, event_id, type, event_type, version, timestamp, source, traceId, ...data } = value;
  const field = typeof type === 'string' ? 'type' : 'event_type';
  const named = field === 'type' ? type : event_type;
  if (typeof named !== 'string') return undefined;
  return {
    format: 'embedded',
    id: id ?? event_id,
    discriminator: { field, value: named },
    version,
    timestamp,
    source,
    traceId,
    data,
  };
}

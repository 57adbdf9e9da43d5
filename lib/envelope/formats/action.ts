/** The wire format `action`: `{action, <data>}`, with the data's fields beside the word that names the event. */
import type { Envelope, RawEnvelope } from '../envelope.ts';
import type { JsonObject } from '../json.ts';

/** `says` is the legacy name of the event on this topic: which field tells it, and what it holds. */
export function toAction(event: Envelope<JsonObject>, says: { field: string; value: string }): JsonObject {
  return { ...event.data, [says.field]: says.value, event_id: event.id, timestamp: event.timestamp };
}

export function fromAction(value: JsonObject): RawEnvelope | undefined {
  const { action, event_id, timestamp, ...data } = value;
  if (typeof action !== 'string') return undefined;
  return {
    format: 'action',
    id: event_id,
    discriminator: { field: 'action', value: action },
    version: undefined,
    timestamp,
    source: undefined,
    traceId: undefined,
    data,
  };
}

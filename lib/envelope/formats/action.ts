/** The wire format `action`: `{action, <data>}`, with the data's fields beside the word that names the event. */
import type { Envelope, RawEnvelope } from '../envelope.ts';
import type { JsonObject } from '../json.ts';

/** `legacyName` names the event on this topic: the field, and its value. */
export function toAction(event: Envelope<JsonObject>, legacyName: { field: string; value: string }): JsonObject {
  return { ...event.data, [legacyName.field]: legacyName.value, event_id: event.id, timestamp: event.timestamp };
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

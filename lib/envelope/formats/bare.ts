/** The payload alone: the topic names the event, and the id travels in the header `x-event-id`. */
import type { Envelope, RawEnvelope } from '../envelope.ts';
import type { JsonObject } from '../json.ts';

export function toBare(event: Envelope<JsonObject>): JsonObject {
  return event.data;
}

export function fromBare(value: JsonObject): RawEnvelope {
  return {
    format: 'bare',
    id: undefined,
    discriminator: null,
    version: undefined,
    timestamp: value['timestamp'] ?? value['created_at'],
    source: undefined,
    traceId: undefined,
    data: value,
  };
}

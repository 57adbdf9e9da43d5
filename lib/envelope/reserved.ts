/** The fields that a wire format keeps for itself. */
import { Fault } from '../errors/fault.ts';
import type { Topic, WireFormat } from './topic.ts';

const reserved: Record<WireFormat, readonly string[]> = {
  envelope: [],
  embedded: ['id', 'event_id', 'type', 'event_type', 'version', 'timestamp', 'source', 'traceId', 'data'],
  flat: ['event_id', 'event_type', 'timestamp', 'traceId'],
  action: ['event_id', 'type', 'event_type', 'action', 'timestamp'],
  bare: ['type', 'event_type', 'action'],
  cloudevents: [],
  raw: [],
};

/** A payload's own field of such a name would be overwritten, or read back as another format. Fault EVENT_INVALID. */
export function refuseReserved(type: string, fields: readonly string[], topic: Topic): void {
  const taken = fields.filter((field) => reserved[topic.format].includes(field));
  if (taken.length === 0) return;
  throw new Fault('EVENT_INVALID', `${type}: ${topic.name} (${topic.format}) has its own ${taken.join(', ')}`);
}

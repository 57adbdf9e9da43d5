/** An event of ours as the records that carry it: one for its own topic and one a copy. */
import { Fault } from '../errors/fault.ts';
import type { Headers, NewRecord } from '../kafka/record.ts';
import { type Trace, toTraceparent } from '../observability/trace.ts';
import type { Envelope } from './envelope.ts';
import type { Copy, Fact, NewEvent } from './event.ts';
import { toAction } from './formats/action.ts';
import { toBare } from './formats/bare.ts';
import { toEmbedded } from './formats/embedded.ts';
import { toEnvelope } from './formats/envelope.ts';
import { toFlat } from './formats/flat.ts';
import type { JsonObject } from './json.ts';
import { VERSION_HEADER } from './recognise.ts';

/** The largest value we write, in bytes. */
const MAX_EVENT_BYTES = 300_000;

/** An event whose id and time are settled. */
export interface CompleteEvent extends NewEvent {
  fact: Fact & { id: string; at: string };
}

/** Faults: EVENT_INVALID (a field, or an empty key), EVENT_TOO_LARGE. */
export function encode(event: CompleteEvent, trace: Trace): NewRecord[] {
  const { definition, fact } = event;
  const data = definition.check(event.data as never);
  const key = definition.key(data as never);
  // The type says text, but data of others went into it: a record without a key would go to any partition.
  if (typeof key !== 'string' || key === '') throw new Fault('EVENT_INVALID', `${definition.type}: it has no key`);
  const base = {
    id: fact.id,
    idIsPlace: false,
    type: definition.type,
    version: definition.version,
    timestamp: fact.at,
    traceId: trace.traceId,
  };
  const own: Copy<never> = {
    topic: definition.topic,
    ...(definition.legacyName && { legacyName: definition.legacyName }),
  };
  return [own, ...definition.copies].map((copy) => {
    const payload = copy.data ? copy.data(data as never) : data;
    const value = write({ ...base, format: copy.topic.format, source: copy.topic.source, data: payload }, copy);
    return {
      topic: copy.topic.name,
      key: Buffer.from(key),
      value: toBytes(value, event, copy.topic.name),
      headers: headersOf(event, trace),
    };
  });
}

function write(envelope: Envelope<JsonObject>, copy: Copy<never>): JsonObject {
  switch (copy.topic.format) {
    case 'envelope':
      return toEnvelope(envelope);
    case 'embedded':
      return toEmbedded(envelope);
    case 'flat':
      return toFlat(envelope);
    case 'action':
      return toAction(envelope, copy.legacyName ?? { field: 'type', value: envelope.type });
    case 'bare':
      return toBare(envelope);
    case 'cloudevents':
    case 'raw':
      throw new Fault('EVENT_INVALID', `${envelope.type}: ${copy.topic.name} takes no events`);
    default:
      return copy.topic.format satisfies never;
  }
}

function toBytes(value: JsonObject, event: CompleteEvent, topic: string): Uint8Array {
  const bytes = Buffer.from(JSON.stringify(value));
  if (bytes.length <= MAX_EVENT_BYTES) return bytes;
  throw new Fault('EVENT_TOO_LARGE', `${event.definition.type} for ${topic} has ${bytes.length} bytes`);
}

function headersOf(event: CompleteEvent, trace: Trace): Headers {
  const { version } = event.definition;
  return [
    ['x-event-id', Buffer.from(event.fact.id)],
    ['traceparent', Buffer.from(toTraceparent(trace))],
    // Some formats have no room for it, and without any it means 1.
    ...(version === 1 ? [] : [[VERSION_HEADER, Buffer.from(String(version))] as const]),
  ];
}

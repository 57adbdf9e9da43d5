/** A record in any of the wire formats, as the canonical envelope. */
import { Fault } from '../errors/fault.ts';
import { headerOf, type KafkaRecord, placeOf } from '../kafka/record.ts';
import { shapeOf } from '../observability/shape.ts';
import { ownTraceId, traceIdIn } from '../observability/trace.ts';
import type { Decode } from './decode.ts';
import type { Envelope, RawEnvelope } from './envelope.ts';
import type { LegacyName } from './event.ts';
import { fromAction } from './formats/action.ts';
import { fromBare } from './formats/bare.ts';
import { cloudEventsMode, fromBinary, fromStructured } from './formats/cloudEvents.ts';
import { fromEmbedded } from './formats/embedded.ts';
import { fromEnvelope } from './formats/envelope.ts';
import { fromFlat } from './formats/flat.ts';
import { type JsonObject, parseObject, parseText } from './json.ts';
import { isExact, isUnset, toUtc, UNKNOWN_TIME } from './timestamp.ts';
import type { Topic } from './topic.ts';

/** The major version of our own events where it is not 1, beside formats that have no field for it. */
export const VERSION_HEADER = 'x-event-version';

/** Fields that `flat` has no room for; on its own topics they are business fields. */
const embeddedOnly = ['id', 'version', 'source'];

/** Our type for a name another system uses; undefined when it means nothing to the reader. */
export type Names = (name: LegacyName) => string | undefined;

/**
 * The event in a record of that topic, its data not yet checked. Every format is read on every topic; the topic's own
 * only decides where two look alike. Faults: NO_VALUE, NOT_JSON, NOT_AN_OBJECT, UNSAFE_INTEGER, TOO_DEEP, NO_EVENT_TYPE,
 * BAD_TIMESTAMP, BAD_VERSION.
 */
export function recognise(
  record: KafkaRecord,
  topic: Topic,
  names: Names,
  decode: Decode = parseObject,
): Envelope<JsonObject> {
  return canonical(readRecord(record, topic, decode), record, topic, names);
}

/** The same of a value that was wrapped in the record's own. */
export function recogniseInside(
  value: JsonObject,
  record: KafkaRecord,
  topic: Topic,
  names: Names,
): Envelope<JsonObject> {
  return canonical(readFormat(value, topic), record, topic, names);
}

function canonical(raw: RawEnvelope, record: KafkaRecord, topic: Topic, names: Names): Envelope<JsonObject> {
  const id = idOf(raw, record);
  return {
    id: id ?? `${record.topic}-${record.partition}-${record.offset}`,
    idIsPlace: id === undefined,
    ...(id === undefined && isExact(raw.timestamp) && { isKnownByBytes: true }),
    type: typeOf(raw, topic, names),
    format: raw.format,
    version: majorOf(raw.version ?? headerOf(record, VERSION_HEADER)),
    ...timeOf(raw, record),
    source: typeof raw.source === 'string' && raw.source !== '' ? raw.source : topic.source,
    traceId: traceIdOf(raw, record),
    data: raw.data,
  };
}

function timeOf(raw: RawEnvelope, record: KafkaRecord): Pick<Envelope, 'timestamp' | 'hasNoTime'> {
  if (record.timestamp < 0 && isUnset(raw.timestamp)) return { timestamp: UNKNOWN_TIME, hasNoTime: true };
  return { timestamp: toUtc(raw.timestamp, record.timestamp) };
}

function readRecord(record: KafkaRecord, topic: Topic, decode: Decode): RawEnvelope {
  const mode = cloudEventsMode(record);
  if (mode === 'binary') return fromBinary(record, decode);
  const { text } = record;
  // A value that is text already needs no bytes.
  if (mode === undefined && text !== undefined && decode === parseObject) return readFormat(parseText(text), topic);
  const { value } = record;
  if (value === null) throw new Fault('NO_VALUE', placeOf(record));
  return mode === 'structured' ? fromStructured(value, record, decode) : readFormat(decode(value, record), topic);
}

function readFormat(value: JsonObject, topic: Topic): RawEnvelope {
  const flat = isFlat(value, topic) ? fromFlat(value) : undefined;
  // A flat payload may have a `type` and a `data` of its own.
  if (flat && topic.format === 'flat') return flat;
  return fromEnvelope(value) ?? flat ?? fromEmbedded(value) ?? fromAction(value) ?? fromBare(value);
}

/** Two formats have an `event_type`: what only one of them has tells them apart, and then the topic's own format. */
function isFlat(value: JsonObject, topic: Topic): boolean {
  if (typeof value['event_type'] !== 'string' || 'traceId' in value) return false;
  if (topic.format === 'flat') return true;
  if (embeddedOnly.some((name) => name in value)) return false;
  return topic.format !== 'embedded' || 'metadata' in value || !('timestamp' in value);
}

/** A producer's own id, in the value or the header. */
function idOf(raw: RawEnvelope, record: KafkaRecord): string | undefined {
  if (typeof raw.id === 'string' && raw.id !== '') return raw.id;
  if (typeof raw.id === 'number') return String(raw.id);
  return headerOf(record, 'x-event-id') || undefined;
}

function typeOf(raw: RawEnvelope, topic: Topic, names: Names): string {
  if (raw.discriminator) return names(raw.discriminator) ?? raw.discriminator.value;
  if (topic.onlyType === null) throw new Fault('NO_EVENT_TYPE', `${topic.name} carries several types`);
  return topic.onlyType;
}

/** `1`, `"1"`, `"1.2"` and `"v1"` are 1; older producers leave it out or, in Go, empty, and mean 1. */
function majorOf(version: unknown): number {
  if (version === undefined || version === null || version === '') return 1;
  const text = typeof version === 'number' ? String(version) : version;
  const match = typeof text === 'string' ? /^v?(\d{1,6})(\.\d+)*$/.exec(text) : null;
  if (!match) throw new Fault('BAD_VERSION', `came ${shapeOf(typeof text === 'string' ? text : JSON.stringify(text))}`);
  return Number(match[1]);
}

function traceIdOf(raw: RawEnvelope, record: KafkaRecord): string | null {
  return ownTraceId(raw.traceId) ?? traceIdIn(headerOf(record, 'traceparent')) ?? null;
}

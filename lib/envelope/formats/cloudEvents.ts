/**
 * CloudEvents 1.0 in the modes of its Kafka binding: structured (content type `application/cloudevents+json`, the whole
 * event in the value) and binary (attributes in `ce_*` headers, the value is the data).
 * https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md
 */
import { Fault } from '../../errors/fault.ts';
import { headerText, type KafkaRecord } from '../../kafka/record.ts';
import { traceIdIn } from '../../observability/trace.ts';
import type { Decode } from '../decode.ts';
import type { RawEnvelope } from '../envelope.ts';
import { isObject, type JsonObject } from '../json.ts';

const PREFIX = 'ce_';
const CONTENT_TYPE = 'content-type';
const SPEC_VERSION = 'ce_specversion';
const MEDIA_TYPE = 'application/cloudevents';

/** The content type decides, as the binding has it; without it, the one attribute that every event must have. */
export function cloudEventsMode(record: KafkaRecord): 'structured' | 'binary' | undefined {
  if (record.headerNames && !record.headerNames.some((name) => name === CONTENT_TYPE || name === SPEC_VERSION)) {
    return undefined;
  }
  let mode: 'binary' | undefined;
  for (const [name, bytes] of record.headers) {
    if (name === CONTENT_TYPE && isCloudEventsType(bytes)) return 'structured';
    if (name === SPEC_VERSION) mode = 'binary';
  }
  return mode;
}

/** Faults are those of `decode`, and NOT_AN_OBJECT, NOT_JSON. */
export function fromStructured(value: Uint8Array, record: KafkaRecord, decode: Decode): RawEnvelope {
  const { data, data_base64, ...attributes } = decode(value, record);
  if (data_base64 === undefined || data_base64 === null) return toRaw(attributes, data);
  if (typeof data_base64 !== 'string') throw new Fault('NOT_JSON', 'data_base64 is no text');
  return toRaw(attributes, decode(Buffer.from(data_base64, 'base64'), record));
}

/** An event may have no data: that is no tombstone. Faults are those of `decode`. */
export function fromBinary(record: KafkaRecord, decode: Decode): RawEnvelope {
  const names = record.headers.flatMap(([name]) => (name.startsWith(PREFIX) ? [name] : []));
  const attributes = Object.fromEntries(
    names.map((name) => [name.slice(PREFIX.length), headerText(record.headers, name)]),
  );
  return toRaw(attributes, record.value?.length ? decode(record.value, record) : undefined);
}

function toRaw(attributes: JsonObject, data: unknown): RawEnvelope {
  if (data !== undefined && data !== null && !isObject(data)) {
    throw new Fault('NOT_AN_OBJECT', `data of a CloudEvent: expected {…}, came a ${typeof data}`);
  }
  const { type } = attributes;
  return {
    format: 'cloudevents',
    id: attributes['id'],
    discriminator: typeof type === 'string' && type !== '' ? { field: 'type', value: type } : null,
    version: attributes['dataversion'] ?? schemaVersion(attributes['dataschema']),
    timestamp: attributes['time'],
    source: attributes['source'],
    traceId: traceIdIn(attributes['traceparent']),
    data: data ?? {},
  };
}

/** `https://schemas.example.com/thing.made/v2.json` has 2: the specification gives each incompatible change a URI of its own. */
function schemaVersion(uri: unknown): string | undefined {
  return typeof uri === 'string' ? /[/:]v(\d{1,6})(?=[/.#?]|$)/.exec(uri)?.[1] : undefined;
}

function isCloudEventsType(bytes: Uint8Array): boolean {
  return Buffer.from(bytes).toString('utf8', 0, MEDIA_TYPE.length).toLowerCase() === MEDIA_TYPE;
}

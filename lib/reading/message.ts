/** A record on its way through a consumer: read as far as it can be, and routed. */

import type { ConsumerConfig } from '../declare/consumerConfig.ts';
import type { Decode } from '../envelope/decode.ts';
import type { Envelope } from '../envelope/envelope.ts';
import type { AnyEvent } from '../envelope/event.ts';
import { ownShape } from '../envelope/ownShape.ts';
import { recognise } from '../envelope/recognise.ts';
import { UNKNOWN_TIME } from '../envelope/timestamp.ts';
import type { Topic } from '../envelope/topic.ts';
import { Fault, toFault } from '../errors/fault.ts';
import { bytesHash, type KafkaRecord, placeOf } from '../kafka/record.ts';
import type { ReceivedRecord } from '../msk/receivedRecord.ts';

/** A record whose event this consumer handles, its data checked. */
export interface Message {
  kind: 'message';
  record: ReceivedRecord;
  topic: Topic;
  event: Envelope;
  /** The declared event whose handler it goes to: its type, or what stands for every type of its topic. */
  route: string;
  /** The data as it came, before it was checked and brought up to date: what a repeat is compared by. */
  told: unknown;
}

/** `event` is as much of it as could be read; `fault` says why it can't be handled. */
export type Read =
  | Message
  | { kind: 'ignored'; event: Envelope }
  | { kind: 'unreadable'; topic: Topic; event: Envelope | null; fault: Fault };

export type Reader = (record: ReceivedRecord) => Read;

/** The same message as it came: whoever had it before may have changed what they were given. */
export function readAgain(message: Message, read: Reader): Message {
  const again = read(message.record);
  return again.kind === 'message' ? again : message;
}

/** Builds the routes of a consumer once. A reader never throws. `decode` is JSON's by default. */
export function createReader(config: ConsumerConfig, decode?: Decode): Reader {
  const topics = new Map(config.topics.map((topic) => [topic.name, topic]));
  const types = new Map(config.events.map((event) => [event.type, event]));
  const anyOn = new Map(config.events.flatMap((event) => (event.isAny ? [[event.topic.name, event]] : [])));
  const legacy = new Map(config.events.flatMap(legacyNames));
  const names =
    legacy.size === 0
      ? () => undefined
      : (name: { field: string; value: string }) => legacy.get(`${name.field}=${name.value}`);

  return (record) => {
    const topic = topics.get(record.topic);
    if (!topic) return unreadable(unknownTopic(record, config), null, record.misshapen ?? notRead(config, record));
    if (topic.format === 'raw') return rawMessage(config, record, topic);
    if (record.misshapen) return unreadable(topic, null, record.misshapen);
    let event: Envelope | null = null;
    try {
      const recognised = ownShape(recognise(record, topic, names, decode), record, topic, { types, names });
      event = recognised;
      const definition = types.get(recognised.type) ?? anyOn.get(topic.name);
      if (!definition) return { kind: 'ignored', event };
      const told = recognised.data;
      event.data = definition.read(told, recognised.version);
      if (!definition.isAny) {
        event.version = definition.version;
        // The same text, but of the program's own: what is looked up by it is found at once.
        event.type = definition.type;
      }
      return { kind: 'message', record, topic, event, route: definition.type, told };
    } catch (error) {
      return unreadable(topic, event, toFault(error));
    }
  };
}

function legacyNames(event: AnyEvent): [string, string][] {
  return [event, ...event.copies].flatMap(({ legacyName }) =>
    legacyName ? [[`${legacyName.field}=${legacyName.value}`, event.type]] : [],
  );
}

/** A record of a dead letter topic is not read at all: its bytes are the data. */
function rawMessage(config: ConsumerConfig, record: KafkaRecord, topic: Topic): Read {
  const type = config.events.find((event) => event.topics.some((topic) => topic.name === record.topic))?.type ?? 'raw';
  const time = record.timestamp < 0 ? NO_TIME : { timestamp: new Date(record.timestamp).toISOString() };
  const id = `${record.topic}-${record.partition}-${record.offset}`;
  const base = { id, idIsPlace: true, type, format: 'raw', version: 1, ...time, source: '', traceId: null } as const;
  const event: Envelope = { ...base, data: { record } };
  return { kind: 'message', record, topic, event, route: type, told: bytesHash(record) };
}

const NO_TIME = { timestamp: UNKNOWN_TIME, hasNoTime: true } as const;

function unreadable(topic: Topic, event: Envelope | null, fault: Fault): Read {
  return { kind: 'unreadable', topic, event, fault };
}

function notRead(config: ConsumerConfig, record: KafkaRecord): Fault {
  const expected = config.topics.map((topic) => topic.name).join(', ');
  return new Fault('BAD_RECORD', `${placeOf(record)} came to ${config.name}, which reads ${expected}`);
}

/**
 * A mapping is bound to the wrong topic: its records are kept as dead letters like any other that can't be read, on a
 * topic that the function may write to.
 */
function unknownTopic(record: KafkaRecord, { topics }: ConsumerConfig): Topic {
  return {
    name: record.topic,
    system: 'unknown',
    format: 'envelope',
    compression: 'none',
    partitions: 1,
    retentionDays: 7,
    keyRule: '',
    deadLetterTopic: topics.find((topic) => topic.deadLetterTopic !== null)?.deadLetterTopic ?? null,
    source: '',
    producers: [],
    consumers: [],
    onlyType: null,
  };
}

/** A record as Lambda sent it. Its bytes are decoded when somebody asks for them; most of what is handled never needs them. */
import type { Fault } from '../errors/fault.ts';
import type { Headers, KafkaRecord } from '../kafka/record.ts';
import type { Base64Reader } from './base64Text.ts';
import { base64Of, fromBase64, fromMskHeaders, namesOfMskHeaders } from './mskBytes.ts';
import { type MskRecord, positionOf, timeOf, topicOf } from './mskFields.ts';

export interface ReceivedRecord extends KafkaRecord {
  /** The fault of a record that is not shaped as documented: it can't be handled, only kept. */
  misshapen?: Fault;
  /** The key in base64, which is the same for the same bytes. */
  keyText?: string | null;
}

/** Where the event's map says that a record is of. */
export interface Group {
  topic: string;
  partition: number;
}

/** A class for its getters' sake: nothing else defers work to the first look at so little cost. */
export class LazyRecord implements ReceivedRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly timestamp: number;
  readonly text: string | undefined;
  readonly keyText: string | null;
  readonly headerNames: readonly string[];
  readonly #value: unknown;
  readonly #headers: unknown;

  /** Everything is looked at once, so that it is certain that it can be decoded. Fault BAD_RECORD. */
  constructor(given: Partial<MskRecord>, group: Group, base64: Base64Reader) {
    this.topic = topicOf(given.topic ?? group.topic);
    this.partition = positionOf(given.partition ?? group.partition, 'partition');
    this.offset = positionOf(given.offset, 'offset');
    this.timestamp = timeOf(given.timestamp);
    this.keyText = base64Of(given.key, 'key');
    const { value = null, headers } = given;
    this.text = value === null ? undefined : base64.utf8Text(value, 'value');
    this.headerNames = namesOfMskHeaders(headers);
    this.#value = value;
    this.#headers = headers;
  }

  get key(): Uint8Array | null {
    return fromBase64(this.keyText, 'key');
  }

  get value(): Uint8Array | null {
    return fromBase64(this.#value, 'value');
  }

  get headers(): Headers {
    return fromMskHeaders(this.#headers);
  }
}

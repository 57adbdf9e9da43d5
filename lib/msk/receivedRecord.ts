/** A record as Lambda sent it. Its bytes are decoded when somebody asks for them; most of what is handled never needs them. */
import type { Fault } from '../errors/fault.ts';
import type { Headers, KafkaRecord } from '../kafka/record.ts';
import { fromBase64, fromMskHeaders } from './mskBytes.ts';

export interface ReceivedRecord extends KafkaRecord {
  /** What is wrong with a record that is not shaped as documented: it can't be handled, only kept. */
  misshapen?: Fault;
  /** The key, one character a byte. */
  keyText?: string | null;
}

/** What was looked at already: that it can be decoded is certain. */
interface Checked
  extends Required<Pick<ReceivedRecord, 'topic' | 'partition' | 'offset' | 'timestamp' | 'headerNames'>> {
  text: string | undefined;
  keyText: string | null;
  /** Base64. */
  value: string | null;
  headers: unknown;
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
  readonly #value: string | null;
  readonly #headers: unknown;

  constructor(checked: Checked) {
    this.topic = checked.topic;
    this.partition = checked.partition;
    this.offset = checked.offset;
    this.timestamp = checked.timestamp;
    this.text = checked.text;
    this.keyText = checked.keyText;
    this.headerNames = checked.headerNames;
    this.#value = checked.value;
    this.#headers = checked.headers;
  }

  get key(): Uint8Array | null {
    return this.keyText === null ? null : Buffer.from(this.keyText, 'latin1');
  }

  get value(): Uint8Array | null {
    return fromBase64(this.#value, 'value');
  }

  get headers(): Headers {
    return fromMskHeaders(this.#headers);
  }
}

/** The one shape an event has in memory, whatever it looked like on its topic. */
import type { WireFormat } from './topic.ts';

export interface Envelope<Data = unknown> {
  /** Unique per fact; `<topic>-<partition>-<offset>` where the producer gave none. */
  id: string;
  /** The id is the record's place, so it is only unique together with the bytes (topics are recreated). */
  idIsPlace: boolean;
  /** No id, but a time of its own to the millisecond: a record of the same bytes tells of the same occurrence, wherever it stands. */
  isKnownByBytes?: true;
  type: string;
  /** How it was written. */
  format: WireFormat;
  /** The major version. */
  version: number;
  /** UTC, RFC 3339. What a producer claims counts for no more than the record's own time. */
  timestamp: string;
  /** Neither the event nor its record told a time: `timestamp` is the time of handling, another one at each delivery. */
  hasNoTime?: true;
  source: string;
  /** W3C trace id where it is one, else the producer's own text. */
  traceId: string | null;
  data: Data;
}

/** The fields a wire format yields, each still as it came. */
export interface RawEnvelope {
  format: WireFormat;
  id: unknown;
  /** The field that told the type and what it held; null when the value names no type. */
  discriminator: { field: 'type' | 'event_type' | 'action'; value: string } | null;
  version: unknown;
  timestamp: unknown;
  source: unknown;
  traceId: unknown;
  data: { [name: string]: unknown };
}

/** A topic as the catalogue describes it. */
import type { Compression } from '../kafka/compression.ts';

/**
 * How values on a topic are written (docs/guides/events.md). `cloudevents` is read on every topic and written on none;
 * `raw`: bytes whatever they are, as on dead letter topics.
 */
export type WireFormat = 'envelope' | 'flat' | 'action' | 'embedded' | 'bare' | 'cloudevents' | 'raw';

export interface Topic {
  name: string;
  /** The name of the system that the topic belongs to, for people. */
  system: string;
  format: WireFormat;
  /** The codec that producers compress it with. Dead letter topics have `none`: a function knows them by name only. */
  compression: Compression;
  partitions: number;
  retentionDays: number;
  /** The record key's meaning, in words. */
  keyRule: string;
  /** Where a consumer's failed records of this topic go; null on dead letter topics themselves. */
  deadLetterTopic: string | null;
  /** The documented producer's name, written as `source`. */
  source: string;
  producers: readonly string[];
  consumers: readonly string[];
  /** The event type of a value that names none; null where several types share the topic. */
  onlyType: string | null;
}

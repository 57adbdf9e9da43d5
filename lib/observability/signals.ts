/** The engine's signals for listeners in the same process: metrics, replay, tests. Free when nobody does. */
import { channel } from 'node:diagnostics_channel';
import type { ErrorClass, ErrorCode } from '../errors/fault.ts';
import type { KafkaRecord } from '../kafka/record.ts';

export type Outcome = 'handled' | 'duplicate' | 'ignored' | 'dead-letter' | 'handed-back';

/** The outcome of one record in one invocation. */
export interface RecordReport {
  function: string;
  topic: string;
  partition: number;
  offset: number;
  key: string | null;
  /** null when the record could not be read. */
  eventId: string | null;
  type: string | null;
  outcome: Outcome;
  /** Tries of the handler, the first one counted; a record that failed before its handler counts 1. */
  attempts: number;
  errorClass?: ErrorClass;
  errorCode?: ErrorCode;
  /** Why it is ignored, or goes back without having been tried. */
  reason?: string;
  /** ISO 8601: of a duplicate, when the record itself was dead-lettered. */
  failedAt?: string;
  /** The sentence of the failure, redacted. */
  error?: string;
  /** The stack trace, where our own code threw. */
  stack?: string;
  durationMs: number;
  /** The invocation and how many records it was given; null outside of one. */
  batch: { id: string; size: number } | null;
  /** Equal for records of one batch that are handled one after the other. It tells nothing of the key: that is hashed. */
  lane: string | null;
  /** From the event's own time to its outcome; of a record that could not be read, from the record's. null: neither tells one. */
  eventAgeMs: number | null;
  /** Waited between tries, in all. */
  pausesMs: number;
  /** The system that produced the event, as it calls itself, or as its topic is documented; null when it could not be read. */
  producer: string | null;
}

/** A record of ours that reached the broker. */
export interface PublishReport {
  function: string;
  record: KafkaRecord;
}

/** A record could not be sent at once: the relay is wanted soon. */
export const relayWanted = channel('event-functions:relay-wanted');
/** A row is due before the job's next run: it is wanted now. */
export const dueWanted = channel('event-functions:due-wanted');
export const recordSettled = channel('event-functions:record-settled');
export const recordPublished = channel('event-functions:record-published');

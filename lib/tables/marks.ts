/** Marks: what a consumer remembers of events done, claimed, refused or dead-lettered. */
import { replayCountOf } from '../deadLetter/letter.ts';
import type { Envelope } from '../envelope/envelope.ts';
import { idInKeys } from '../envelope/idInKeys.ts';
import type { Topic } from '../envelope/topic.ts';
import type { ErrorClass, ErrorCode } from '../errors/fault.ts';
import { bytesHash, type KafkaRecord } from '../kafka/record.ts';
import { defineTable, type Item, type Ref, ref } from '../store/store.ts';

export type MarkState = 'claimed' | 'sending' | 'sent' | 'completed' | 'refused' | 'dead-lettered' | 'deferred';

export interface Mark extends Item {
  state: MarkState;
  at: string;
  /** Epoch seconds. */
  expiresAt: number;
  eventId?: string;
  /** Topic and format of the event that set the mark, and a fingerprint of its data: only these compare. */
  origin?: string;
  content?: number;
  errorClass?: ErrorClass;
  errorCode?: ErrorCode;
  /** The holder of a claim; `leaseUntilMs` (epoch milliseconds) ends it. */
  owner?: string;
  leaseUntilMs?: number;
  /** The receipt of a claim that is `sent`, as JSON, until what follows from it is written. */
  receipt?: string;
}

export const marks = defineTable<Mark>({ name: 'marks', expires: true });

const REPLAY_DIGITS = 6;
const DAY_SECONDS = 86_400;
const DAYS_BEYOND_RETENTION = 7;

/** A mark outlives its record on the topic by a week. */
export function markExpiry(topic: Topic, nowMs: number): number {
  return Math.ceil(nowMs / 1000) + (topic.retentionDays + DAYS_BEYOND_RETENTION) * DAY_SECONDS;
}

/** The mark of an event, or of whatever key its consumer chose. */
export function markRef(consumer: string, key: string): Ref<Mark> {
  return ref(marks, `${consumer}#${key}`);
}

/**
 * The mark of a record that failed, or was deferred, beside those of its partition, so that one query finds those of a
 * batch. A re-drive counts up, and so does each deferral, so that neither is held to the mark of the time before.
 */
export function failureRef(consumer: string, record: KafkaRecord): Ref<Mark> {
  const replays = String(replayCountOf(record)).padStart(REPLAY_DIGITS, '0');
  const deferrals = record.deferrals ? `${String(record.deferrals).padStart(REPLAY_DIGITS, '0')}#` : '';
  const sk = `${offsetText(record.offset)}#${bytesHash(record)}#${deferrals}${replays}`;
  return ref(marks, failurePartition(consumer, record), sk);
}

/** The highest replay count that marks of that record's failures have; undefined where none of them is its own. */
export function lastReplayIn(found: readonly Mark[], consumer: string, record: KafkaRecord): number | undefined {
  const own = failureRef(consumer, record).sk.slice(0, -REPLAY_DIGITS);
  const counts = found.flatMap(({ sk }) => (sk.startsWith(own) ? [Number(sk.slice(-REPLAY_DIGITS))] : []));
  return counts.length === 0 ? undefined : Math.max(...counts);
}

/** Where the marks of failed records of that partition are, from one offset to another. */
export function failureRange(consumer: string, of: KafkaRecord, fromOffset: number, toOffset: number) {
  // "$" is what comes next after "#".
  const range = { from: offsetText(fromOffset), to: `${offsetText(toOffset)}$` };
  return { partition: failurePartition(consumer, of), range };
}

function failurePartition(consumer: string, { topic, partition }: KafkaRecord): string {
  return `${consumer}#${topic}-${partition}#failed`;
}

/** Sorts as the number does. */
function offsetText(offset: number): string {
  return String(offset).padStart(16, '0');
}

/** The name of a failed record: its place, and its bytes because topics are recreated. */
export function failureKey(consumer: string, record: KafkaRecord): string {
  return `${letterId(consumer, record)}#${bytesHash(record)}`;
}

/** `x-dead-letter-id`. */
export function letterId(consumer: string, record: KafkaRecord): string {
  return `${consumer}#${record.topic}-${record.partition}-${record.offset}`;
}

/**
 * The key of an event: its id; where that is only a place, with the bytes. An event that tells its own time to
 * the millisecond is one occurrence, whose record may be published anew: there the bytes and the topic are the key.
 */
export function eventKey(event: Envelope, record: KafkaRecord): string {
  if (event.isKnownByBytes) return `${record.topic}#${bytesHash(record)}`;
  return event.idIsPlace ? `${event.id}#${bytesHash(record)}` : idInKeys(event.id);
}

interface Earlier {
  class: ErrorClass;
  code: ErrorCode;
}

/** Class and code of what was settled earlier under a key of the consumer's own, as a result carries them. */
export function settledOf(mark: Mark | undefined): { fault?: Earlier } {
  const { errorClass, errorCode } = mark ?? {};
  return errorClass && errorCode ? { fault: { class: errorClass, code: errorCode } } : {};
}

/** The same of a record's own failure, and when that was. */
export function failureOf(mark: Mark | undefined): { fault?: Earlier & { failedAt: string } } {
  const { fault } = settledOf(mark);
  return mark && fault ? { fault: { ...fault, failedAt: mark.at } } : {};
}

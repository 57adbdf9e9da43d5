/** A dead letter: the original bytes and headers, and beside them the whole story of the failure. */
import type { Fault } from '../errors/fault.ts';
import { type Headers, headerText, type KafkaRecord, type NewRecord } from '../kafka/record.ts';
import { redact } from '../observability/log.ts';

export interface Failure {
  letterId: string;
  consumer: string;
  fault: Fault;
  attempts: number;
  /** ISO 8601. */
  firstFailedAt: string;
  failedAt: string;
}

/** How often this record was re-driven before; a record fresh from its topic says nothing, and means 0. */
export function replayCountOf(record: KafkaRecord): number {
  const text = headerText(record.headers, 'x-replay-count') ?? '0';
  return /^\d{1,9}$/.test(text) ? Number(text) : 0;
}

/** Key and value untouched, original headers first. The first origin is never overwritten; the last error wins. */
export function toLetter(record: KafkaRecord, deadLetterTopic: string, failure: Failure): NewRecord {
  const told = story(record, failure);
  const kept = record.headers.filter(([name]) => !told.has(name));
  const added = [...told].map(([name, text]) => [name, Buffer.from(text)] as const);
  return { topic: deadLetterTopic, key: record.key, value: record.value, headers: [...kept, ...added] };
}

function story(record: KafkaRecord, failure: Failure): Map<string, string> {
  const original = (name: string, here: string | number): [string, string] => [
    name,
    headerText(record.headers, name) ?? String(here),
  ];
  return new Map([
    ['x-dead-letter-id', failure.letterId],
    original('x-original-topic', record.topic),
    original('x-original-partition', record.partition),
    original('x-original-offset', record.offset),
    original('x-original-timestamp', record.timestamp),
    ['x-dlq-consumer', failure.consumer],
    ['x-error-class', failure.fault.class],
    ['x-error-code', failure.fault.code],
    ['x-error-message', redact(failure.fault.message)],
    ['x-attempts', String(failure.attempts)],
    original('x-first-failed-at', failure.firstFailedAt),
    ['x-failed-at', failure.failedAt],
    ['x-replay-count', String(replayCountOf(record))],
  ]);
}

/** What a letter tells of its failure. */
export interface LetterStory {
  letterId: string;
  topic: string;
  partition: number;
  offset: number;
  consumer: string;
  errorClass: string;
  errorCode: string;
  message: string;
  attempts: number;
  firstFailedAt: string;
  failedAt: string;
}

/** The longest header text that a letter of ours can have, in characters. */
const MAX_TEXT = 1024;

/** Null where the headers are not those of a letter of ours: Kafka Connect's, Lambda's, or somebody's joke. */
export function fromLetter(headers: Headers): LetterStory | null {
  const text = (name: string) => headerText(headers, name) ?? '';
  const story: LetterStory = {
    letterId: text('x-dead-letter-id'),
    topic: text('x-original-topic'),
    partition: Number(text('x-original-partition') || Number.NaN),
    offset: Number(text('x-original-offset') || Number.NaN),
    consumer: text('x-dlq-consumer'),
    errorClass: text('x-error-class'),
    errorCode: text('x-error-code'),
    message: text('x-error-message'),
    attempts: Number(text('x-attempts') || Number.NaN),
    firstFailedAt: text('x-first-failed-at'),
    failedAt: text('x-failed-at'),
  };
  return isPlausible(story) ? story : null;
}

function isPlausible(story: LetterStory): boolean {
  const { partition, offset, attempts, ...texts } = story;
  const areNumbers = [partition, offset, attempts].every((number) => Number.isSafeInteger(number) && number >= 0);
  return areNumbers && Object.values(texts).every((text) => text !== '' && text.length <= MAX_TEXT);
}

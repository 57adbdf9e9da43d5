/** A dead letter: the original bytes and headers, and beside them the whole story of the failure. */
import type { Fault } from '../errors/fault.ts';
import { type Headers, headerOf, headerText, type KafkaRecord, type NewRecord, NO_TIMESTAMP } from '../kafka/record.ts';
import { ORIGINAL_TOPIC } from '../kafka/topicPrefix.ts';
import { MAX_STACK, sentenceOf, stackOf } from '../observability/stack.ts';

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
  const text = headerOf(record, 'x-replay-count') ?? '0';
  return /^\d{1,9}$/.test(text) ? Number(text) : 0;
}

export function isLetter({ headers }: Pick<NewRecord, 'headers'>): boolean {
  return headers.some(([name]) => name === LETTER_ID);
}

const LETTER_ID = 'x-dead-letter-id';
const STACK = 'x-error-stack';
/** Kafka's own rule for topic names. */
const TOPIC = /^[a-zA-Z0-9._-]{1,249}$/;

/** Key and value untouched, original headers first; the last one of a name counts. The first origin is never overwritten. */
export function toLetter(record: KafkaRecord, deadLetterTopic: string, failure: Failure): NewRecord {
  const kept = record.headers.filter(([name]) => name !== 'x-replay-count' && name !== STACK);
  const told = story(record, failure).map(([name, text]) => [name, Buffer.from(text)] as const);
  return { topic: deadLetterTopic, key: record.key, value: record.value, headers: [...kept, ...told] };
}

function story(record: KafkaRecord, failure: Failure): [name: string, text: string][] {
  const origin = originOf(record);
  const thrown = stackOf(failure.fault);
  return [
    [LETTER_ID, failure.letterId],
    [ORIGINAL_TOPIC, origin.topic],
    ['x-original-partition', String(origin.partition)],
    ['x-original-offset', String(origin.offset)],
    ['x-original-timestamp', String(origin.timestamp)],
    ['x-dlq-consumer', failure.consumer],
    ['x-error-class', failure.fault.class],
    ['x-error-code', failure.fault.code],
    ['x-error-message', sentenceOf(failure.fault, thrown?.place)],
    ['x-attempts', String(failure.attempts)],
    ['x-first-failed-at', failure.firstFailedAt],
    ['x-failed-at', failure.failedAt],
    ['x-replay-count', String(replayCountOf(record))],
    ...(thrown?.text ? [[STACK, thrown.text] as [string, string]] : []),
  ];
}

type Origin = Pick<KafkaRecord, 'topic' | 'partition' | 'offset' | 'timestamp'>;

/** Where a letter that somebody put back onto a topic first came from; its headers count only if all of them make sense. */
function originOf(record: KafkaRecord): Origin {
  const text = (name: string) => headerText(record.headers, `x-original-${name}`) ?? '';
  const number = (name: string) => Number(text(name) || Number.NaN);
  const told = {
    topic: text('topic'),
    partition: number('partition'),
    offset: number('offset'),
    timestamp: number('timestamp'),
  };
  const isTopic = TOPIC.test(told.topic);
  const { partition, offset, timestamp } = told;
  const isPlace =
    [partition, offset].every((value) => Number.isSafeInteger(value) && value >= 0) &&
    Number.isSafeInteger(timestamp) &&
    timestamp >= NO_TIMESTAMP;
  return isTopic && isPlace ? told : record;
}

/** The story of a failure, as the letter's headers tell it. */
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
  /** Where our own code threw. */
  stack?: string;
}

/** The longest header text that a letter of ours can have, in characters. */
const MAX_TEXT = 1024;
/** The form of the headers in every letter of ours; a header of another form was written by somebody else. */
const shapes = {
  topic: TOPIC,
  consumer: /^[\w.-]{1,128}$/,
  errorClass: /^[a-z]{1,32}$/,
  errorCode: /^[A-Z\d_]{1,64}$/,
  firstFailedAt: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/,
  failedAt: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/,
};

/** Null where the headers are not those of a letter of ours: Kafka Connect's, Lambda's, or somebody's joke. */
export function fromLetter(headers: Headers): LetterStory | null {
  const text = (name: string) => headerText(headers, name) ?? '';
  const story: LetterStory = {
    letterId: text(LETTER_ID),
    topic: text(ORIGINAL_TOPIC),
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
  const stack = text(STACK);
  const told = stack !== '' && stack.length <= MAX_STACK && { stack };
  return isPlausible(story) ? { ...story, ...told } : null;
}

function isPlausible(story: LetterStory): boolean {
  const { partition, offset, attempts, letterId, message, firstFailedAt, failedAt } = story;
  const areNumbers = [partition, offset, attempts].every((number) => Number.isSafeInteger(number) && number >= 0);
  const areShaped = Object.entries(shapes).every(([name, shape]) => shape.test(story[name as keyof typeof shapes]));
  const areTimes = [firstFailedAt, failedAt].every((time) => !Number.isNaN(Date.parse(time)));
  return (
    areNumbers && areShaped && areTimes && [letterId, message].every((text) => text !== '' && text.length <= MAX_TEXT)
  );
}

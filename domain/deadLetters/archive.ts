/** The archive of dead letters: bytes in the object store, and an index row that tells the story. */
import { createHash } from 'node:crypto';
import { deadLetterQueueTopic, dlqPaymentTopic } from '../../events/topics/platform.ts';
import { type Commit, commit, type DecisionContext } from '../../lib/commit/commit.ts';
import { fromLetter, replayCountOf } from '../../lib/deadLetter/letter.ts';
import { packRecords } from '../../lib/kafka/packedRecord.ts';
import { bytesHash, type KafkaRecord } from '../../lib/kafka/record.ts';
import { namePart } from '../../lib/objects/names.ts';
import { defineTable, type Item, putIfAbsent } from '../../lib/store/store.ts';

/**
 * Key: the letter and the bytes it holds, since topics are recreated; sort key: how often it was re-driven.
 * `byDay` answers by time.
 */
export interface ArchivedLetter extends Item {
  letterId: string;
  /** The topic, partition and offset of the record that failed. */
  topic: string;
  partition: number;
  offset: number;
  key?: string | null;
  /** Instead of a key that may be a person's name, address or number: who knows it finds the letter by it. */
  keyDigest?: string;
  consumer: string;
  errorClass: string;
  errorCode: string;
  message: string;
  /** The stack trace of what our own code threw. */
  stack?: string;
  attempts: number;
  failedAt: string;
  status: 'archived';
  /** Where the whole letter is kept. */
  object: string;
  archivedAt: string;
  /** `2026-11-21`: the day it was archived. */
  day: string;
}

export const deadLetters = defineTable<ArchivedLetter>({
  name: 'deadLetters',
  indexes: { byDay: { partition: 'day', sort: 'archivedAt' } },
});

/** A letter of ours tells its story in headers; what Kafka Connect or Lambda wrote there tells only where it is. */
export function archiveLetter(record: KafkaRecord, { nowMs, digest }: DecisionContext): Commit {
  const story = fromLetter(record.headers) ?? placeAsStory(record, nowMs);
  const { letterId, firstFailedAt: _, ...told } = story;
  const archivedAt = new Date(nowMs).toISOString();
  const place = {
    pk: `${shortened(letterId)}#${bytesHash(record)}`,
    sk: String(replayCountOf(record)).padStart(6, '0'),
  };
  const day = dayOf(archivedAt);
  const bytes = packRecords([record]);
  // A repeat that was given other headers must not overwrite what is filed.
  const content = createHash('sha256').update(bytes).digest('base64url').slice(0, 16);
  const object = `${deadLetters.name}/${dayOf(story.failedAt)}/${namePart(place.pk)}/${place.sk}-${content}`;
  const key = keyShown(record, digest);
  const row: ArchivedLetter = { ...place, letterId, ...told, ...key, status: 'archived', object, archivedAt, day };
  return commit({ once: putIfAbsent(deadLetters, row), objects: [{ name: object, bytes }] });
}

/**
 * The form of keys that say nothing about a person, by the topic of the dead letters. Keys of notifications are addresses
 * and phone numbers, so their topic has no such form.
 */
const plainKeys: { readonly [topic: string]: RegExp } = {
  [dlqPaymentTopic.name]: /^[\w:-]{1,256}$/,
  [deadLetterQueueTopic.name]: /^(\d{1,16}|[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12})$/,
};

/** The index is kept, the letter's bytes expire: an id is shown, anything else is in the bytes only. */
function keyShown(
  { topic, key }: KafkaRecord,
  digest: DecisionContext['digest'],
): Pick<ArchivedLetter, 'key' | 'keyDigest'> {
  if (key === null) return { key };
  const text = Buffer.from(key).toString('utf8');
  return plainKeys[topic]?.test(text) ? { key: text } : { keyDigest: digest(text) };
}

/** Longer than any id of ours: a stranger's, kept as a hash so that key and object name find a place. */
const MAX_PLAIN_ID = 150;

function shortened(letterId: string): string {
  const isPlain = letterId.length <= MAX_PLAIN_ID && /^[\x20-\x7e]*$/.test(letterId);
  return isPlain ? letterId : `sha256:${createHash('sha256').update(letterId).digest('base64url')}`;
}

export function dayOf(iso: string): string {
  return iso.slice(0, 10);
}

function placeAsStory(record: KafkaRecord, nowMs: number) {
  const at = new Date(record.timestamp < 0 ? nowMs : record.timestamp).toISOString();
  return {
    letterId: `${record.topic}-${record.partition}-${record.offset}`,
    topic: record.topic,
    partition: record.partition,
    offset: record.offset,
    consumer: 'unknown',
    errorClass: 'unknown',
    errorCode: 'UNKNOWN',
    message: `written to ${record.topic} by something else than these functions`,
    attempts: 0,
    firstFailedAt: at,
    failedAt: at,
  };
}

/** The archive's index, newest first. */
import { type ArchivedLetter, dayOf, deadLetters } from '../../domain/deadLetters/archive.ts';
import { unpackRecords } from '../../lib/kafka/packedRecord.ts';
import type { Objects } from '../../lib/objects/objects.ts';
import type { Store } from '../../lib/store/store.ts';

interface Archive {
  store: Pick<Store, 'query'>;
  objects: Pick<Objects, 'get'>;
}

/** Letters' bytes expire after 30 days, so there is nothing to look for before. */
const DAYS = 31;
const DAY_MS = 86_400_000;

export async function listDeadLetters({ store, objects }: Archive, limit: number, nowMs: number) {
  const letters: ArchivedLetter[] = [];
  for (let day = 0; day < DAYS && letters.length < limit; day += 1) {
    const partition = dayOf(new Date(nowMs - day * DAY_MS).toISOString());
    const range = { descending: true, limit: Math.min(limit - letters.length, 1_000) };
    const { items } = await store.query({ table: deadLetters, index: 'byDay', partition }, range);
    letters.push(...items);
  }
  return await Promise.all(letters.map(async (letter) => toJson(letter, await keyOf(letter, objects))));
}

/** One that may be a name or an address stands in the letter alone, as long as there is one. */
async function keyOf({ key = null, keyDigest, object }: ArchivedLetter, objects: Archive['objects']) {
  const bytes = keyDigest === undefined ? undefined : await objects.get(object);
  const [letter] = bytes ? unpackRecords(bytes) : [];
  return letter?.key ? Buffer.from(letter.key).toString('utf8') : key;
}

function toJson(letter: ArchivedLetter, key: string | null) {
  const { letterId: id, topic, partition, offset, consumer, errorClass, errorCode } = letter;
  const { message, attempts, failedAt, status, stack } = letter;
  const story = { message, attempts, failedAt, status, ...(stack !== undefined && { stack }) };
  return { id, topic, partition, offset, key, consumer, errorClass, errorCode, ...story };
}

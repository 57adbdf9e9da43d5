/** The archive's index, newest first. */
import { type ArchivedLetter, dayOf, deadLetters } from '../../domain/deadLetters/archive.ts';
import type { Store } from '../../lib/store/store.ts';

/** Letters' bytes expire after 30 days, so there is nothing to look for before. */
const DAYS = 31;
const DAY_MS = 86_400_000;

export async function listDeadLetters(store: Pick<Store, 'query'>, limit: number, nowMs = Date.now()) {
  const letters: ArchivedLetter[] = [];
  for (let day = 0; day < DAYS && letters.length < limit; day += 1) {
    const partition = dayOf(new Date(nowMs - day * DAY_MS).toISOString());
    const range = { descending: true, limit: Math.min(limit - letters.length, 1_000) };
    const { items } = await store.query({ table: deadLetters, index: 'byDay', partition }, range);
    letters.push(...items);
  }
  return letters.map(toJson);
}

function toJson(letter: ArchivedLetter) {
  const { letterId: id, topic, partition, offset, key, consumer, errorClass, errorCode } = letter;
  const { message, attempts, failedAt, status } = letter;
  return { id, topic, partition, offset, key, consumer, errorClass, errorCode, message, attempts, failedAt, status };
}

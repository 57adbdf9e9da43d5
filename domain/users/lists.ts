/** Lists of users by which a table is gone through: several, so that no one list takes every write. */
import { createHash } from 'node:crypto';

const LISTS = 16;

export const lists = Array.from({ length: LISTS }, (_, list) => `users-${list}`);

/** The list that a user stands in, of whichever system the id is. */
export function listOf(userId: string): string {
  return `users-${createHash('sha256').update(userId).digest().readUInt16BE(0) % LISTS}`;
}

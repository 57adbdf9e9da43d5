/** An event's id as it stands in items and their keys: whatever a producer sends must find a place there. */
import { createHash } from 'node:crypto';

/** Longer ids, and ids that are no proper text, go into keys as a hash. */
const MAX_PLAIN_ID = 256;

export function idInKeys(id: string): string {
  const isPlain = id.length <= MAX_PLAIN_ID && id.isWellFormed();
  return isPlain ? id : `sha256:${createHash('sha256').update(id).digest('base64url')}`;
}

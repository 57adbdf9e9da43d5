/** Names of objects: what every store of them takes, and how any text becomes a part of one. */
import { createHash } from 'node:crypto';
import { Fault } from '../errors/fault.ts';
import { shown } from '../text/shown.ts';

/** Amazon S3 takes 1,024 bytes of UTF-8; the rest is left for a prefix. */
const MAX_NAME_BYTES = 1_000;

/**
 * Fault OBJECT_NAME_REFUSED, which another try can't change. Clients take a segment of one or two periods for a step up
 * or for none: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
 */
export function checkName(name: string): void {
  const bytes = Buffer.byteLength(name);
  const hasStep = name.split('/').some((segment) => segment === '.' || segment === '..');
  if (bytes > 0 && bytes <= MAX_NAME_BYTES && name.isWellFormed() && !hasStep) return;
  const expected = `expected 1 to ${MAX_NAME_BYTES} bytes of Unicode text without "." and ".." between slashes`;
  throw new Fault('OBJECT_NAME_REFUSED', `${expected}, came ${bytes} bytes: ${shown(name)}`);
}

/** A plain part may be as long as our own ids get, with the names of a consumer and a topic in them. */
const PLAIN = /^[\w#@:=+.-]{1,400}$/;

/** Any text as one part of a name, readable where it is plain; two different texts as two. */
export function namePart(text: string): string {
  if (PLAIN.test(text) && text !== '.' && text !== '..') return text;
  // Halves of surrogate pairs are told apart in UTF-16, and are all the same in UTF-8.
  return `sha256:${createHash('sha256').update(text, 'utf16le').digest('base64url')}`;
}

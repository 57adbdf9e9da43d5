/** Password hashing: argon2id with the parameters OWASP's password storage cheat sheet asks for, as a PHC string. */
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(argon2);

const PASSES = 2;
const PARALLELISM = 1;
const NONCE_BYTES = 16;
const TAG_BYTES = 32;

/**
 * The hash to verify against where nobody has the name, so that it takes as long as a wrong password does. It is of no
 * password that anybody knows: the tag was drawn, not derived.
 */
export function nobodysHash(memoryKib: number): string {
  return `${prefixOf(memoryKib)}vSZ9ujLRlCqb96Qc1zE3MA$KClPawUV1Nwy+8qI+bHaQsR+6XZ6ADLXpkAsZrpPS8w`;
}

/** About 30 ms of work with PASSWORD_MEMORY_KIB as it is by default, off the main thread. */
export async function hashPassword(password: string, memoryKib: number): Promise<string> {
  const nonce = randomBytes(NONCE_BYTES);
  const cost = { memory: memoryKib, passes: PASSES, parallelism: PARALLELISM };
  const tag = await derive('argon2id', { ...cost, message: messageOf(password), nonce, tagLength: TAG_BYTES });
  return `${prefixOf(memoryKib)}${toPhc(nonce)}$${toPhc(tag)}`;
}

function prefixOf(memoryKib: number): string {
  return `$argon2id$v=19$m=${memoryKib},t=${PASSES},p=${PARALLELISM}$`;
}

/** Whether the hash is of this password, by the hash's own parameters. A wrong one takes as long as the right one. */
export async function verifyPassword(password: string, hash: string): Promise<boolean> {
  const { tag, ...parameters } = fromPhc(hash);
  const derived = await derive('argon2id', { ...parameters, message: messageOf(password), tagLength: tag.length });
  return timingSafeEqual(derived, tag);
}

/** Keyboards write one character in several ways. */
function messageOf(password: string): string {
  return password.normalize('NFKC');
}

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/;

/** Its errors hold nothing of the hash. */
function fromPhc(hash: string) {
  const [, memory, passes, parallelism, nonce, tag] = PHC.exec(hash) ?? [];
  if (!nonce || !tag) throw new Error('a password hash is no PHC string of argon2id, version 19');
  const cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) };
  return { ...cost, nonce: Buffer.from(nonce, 'base64'), tag: Buffer.from(tag, 'base64') };
}

/** Base64 without padding, as PHC strings have it. */
function toPhc(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replaceAll('=', '');
}

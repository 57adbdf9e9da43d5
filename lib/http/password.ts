/** Password hashing: argon2id with the parameters OWASP's password storage cheat sheet asks for, as a PHC string. */
import { argon2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(argon2);

const MEMORY_KIB = 19_456;
const PASSES = 2;
const PARALLELISM = 1;

/** About 30 ms of work, off the main thread. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const parameters = { message: password.normalize('NFKC'), nonce, parallelism: PARALLELISM, tagLength: 32 };
  const tag = await derive('argon2id', { ...parameters, memory: MEMORY_KIB, passes: PASSES });
  return `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=${PARALLELISM}$${toPhc(nonce)}$${toPhc(tag)}`;
}

/** Base64 without padding, as PHC strings have it. */
function toPhc(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replace(/=+$/, '');
}

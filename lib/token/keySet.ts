/** Our own signing keys: a JWK set (RFC 7517) of private RSA keys. The first one signs; all of them verify. */
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import * as z from 'zod';
import { Fault } from '../errors/fault.ts';

const part = z.string().min(1);
const privateKey = z.object({ kty: z.literal('RSA'), kid: part, n: part, e: part, d: part, p: part, q: part }).loose();
const keySet = z.object({ keys: z.array(privateKey).min(1) });

export type PrivateKey = z.output<typeof privateKey>;
export type KeySet = z.output<typeof keySet>;

export interface PublicKey {
  kty: 'RSA';
  kid: string;
  n: string;
  e: string;
  alg: 'RS256';
  use: 'sig';
}

/** Where the keys are kept: Secrets Manager, or a file of the local stack. */
export interface KeySource {
  /** The JWK set as text. Faults: SETTINGS_INVALID, DEPENDENCY_UNAVAILABLE. */
  read(): Promise<string>;
}

/** Fault SETTINGS_INVALID says what is wrong, and nothing of what the keys are. */
export function parseKeySet(text: string): KeySet {
  const found = keySet.safeParse(jsonOf(text));
  if (found.success) return found.data;
  const where = found.error.issues.map(({ path }) => path.join('.') || 'the whole').join(', ');
  throw new Fault('SETTINGS_INVALID', `the token keys are no JWK set of private RSA keys with kid: see ${where}`);
}

export function publicPart({ kty, kid, n, e }: PrivateKey): PublicKey {
  return { kty, kid, n, e, alg: 'RS256', use: 'sig' };
}

/** The keys kept, with a new one that signs from now on before the one that signed so far: tokens of both are valid. */
export function rotated(present: KeySet | undefined): KeySet {
  return { keys: [newKey(), ...(present?.keys.slice(0, 1) ?? [])] };
}

/** 2,048 bits, as RS256 asks for at least. */
function newKey(): PrivateKey {
  const { privateKey: key } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return privateKey.parse({ ...key.export({ format: 'jwk' }), kid: randomUUID(), alg: 'RS256', use: 'sig' });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

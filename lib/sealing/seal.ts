/** Data sealed under a key that can be destroyed: AES-256-GCM, the same text for the same content. */
import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import { Fault } from '../errors/fault.ts';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * `secret` is text of at least 256 bits, `place` where the sealed text will stand: moved elsewhere, it does not open.
 * The nonce is made from place and content, so nothing random is needed, one nonce never covers two contents, and a
 * decision that is made again comes to the same item. Answers base64url.
 */
export function seal(secret: string, place: string, content: unknown): string {
  const plain = Buffer.from(JSON.stringify(content));
  const key = derived(secret, 'key');
  const nonce = createHmac('sha256', derived(secret, 'nonce')).update(place).update('\0').update(plain).digest();
  const cipher = createCipheriv(CIPHER, key, nonce.subarray(0, NONCE_BYTES)).setAAD(Buffer.from(place));
  const sealed = [nonce.subarray(0, NONCE_BYTES), cipher.update(plain), cipher.final(), cipher.getAuthTag()];
  return Buffer.concat(sealed).toString('base64url');
}

/** Opens sealed data and returns the value. Fault SEAL_BROKEN: another secret, another place, or a text that is not what was written. */
export function unseal(secret: string, place: string, sealed: string): unknown {
  const bytes = Buffer.from(sealed, 'base64url');
  try {
    const nonce = bytes.subarray(0, NONCE_BYTES);
    const decipher = createDecipheriv(CIPHER, derived(secret, 'key'), nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(-TAG_BYTES));
    const plain = [decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()];
    return JSON.parse(Buffer.concat(plain).toString());
  } catch (cause) {
    throw new Fault('SEAL_BROKEN', place, { cause });
  }
}

function derived(secret: string, purpose: string): Uint8Array {
  return createHmac('sha256', secret).update(purpose).digest();
}

/** The place of an item's sealed part. */
export function bindingOf({ table, pk, sk }: { table: { name: string }; pk: string; sk: string }): string {
  return `${table.name}/${pk}/${sk}`;
}

/** The secret that signs messages to one receiver, in the form of Standard Webhooks (https://www.standardwebhooks.com). */
import { randomBytes } from 'node:crypto';

const SECRET_BYTES = 32;

export function newSigningSecret(): string {
  return `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;
}

/** What messages to one receiver are signed with, as Standard Webhooks writes it (https://www.standardwebhooks.com). */
import { randomBytes } from 'node:crypto';

const SECRET_BYTES = 32;

export function newSigningSecret(): string {
  return `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;
}

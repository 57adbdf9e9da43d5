/** Provider callbacks: signed as Standard Webhooks has it (https://www.standardwebhooks.com), at most five minutes old. */
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { Webhook } from 'standardwebhooks';
import type { CallbackSecrets } from '../secrets/callbackSecrets.ts';
import { ProblemError } from './problem.ts';

/** One signed message. A sender's own retry is signed anew; the same one again is a repeat, or was captured. */
export interface Callback {
  id: string;
  /** Epoch seconds, as signed. */
  timestamp: string;
  /** The text that was signed, byte for byte. */
  body: string;
}

/** How long a signature could still pass, and so must be remembered, in seconds. */
export const CALLBACK_MEMORY_SECONDS = 900;

const EPOCH_SECONDS = /^[1-9]\d{9}$/;

/** A signature that no held secret fits may be of one that has just taken its place. Throws a 401, or the secrets' fault. */
export async function callbackOf(event: APIGatewayProxyEventV2, secrets: CallbackSecrets): Promise<Callback> {
  const held = await secrets.current();
  try {
    return verify(event, held);
  } catch (refusal) {
    const renewed = await secrets.renewed();
    if (renewed === held) throw refusal;
    return verify(event, renewed);
  }
}

/** The signature covers id, time and body as they came. Throws a 401 that does not say which of them is wrong. */
function verify(event: APIGatewayProxyEventV2, secrets: readonly string[]): Callback {
  const { headers = {}, body = '', isBase64Encoded } = event;
  const raw = isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body;
  const signed = {
    'webhook-id': headers['webhook-id'] ?? '',
    'webhook-timestamp': headers['webhook-timestamp'] ?? '',
    'webhook-signature': headers['webhook-signature'] ?? '',
  };
  try {
    // The library reads the time as loosely as parseInt does; a message must have one spelling only, to be known again.
    if (!EPOCH_SECONDS.test(signed['webhook-timestamp'])) throw new Error('webhook-timestamp is not epoch seconds');
    verifyByOne(secrets, (secret) => new Webhook(secret).verify(raw, signed, { jsonParse: false }));
  } catch (cause) {
    throw signatureRefused(cause);
  }
  return { id: signed['webhook-id'], timestamp: signed['webhook-timestamp'], body: raw };
}

/** Throws the last one's error where none of them verifies. */
function verifyByOne(secrets: readonly string[], verifyBy: (secret: string) => unknown): void {
  const [secret = '', ...others] = secrets;
  try {
    verifyBy(secret);
  } catch (error) {
    if (others.length === 0) throw error;
    verifyByOne(others, verifyBy);
  }
}

export function signatureRefused(cause?: unknown): ProblemError {
  const detail =
    'Sign id, timestamp and body anew with the callback secret (webhook-id, webhook-timestamp, webhook-signature).';
  return new ProblemError({ status: 401, code: 'SIGNATURE_REFUSED', title: 'Signature refused', detail }, { cause });
}

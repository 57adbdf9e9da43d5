/** Provider callbacks: signed as Standard Webhooks has it (https://www.standardwebhooks.com), at most five minutes old. */
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { Webhook } from 'standardwebhooks';
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

/** The signature covers id, time and body as they came. Throws a 401 that does not say which of them is wrong. */
export function verifyCallback(event: APIGatewayProxyEventV2, secret: string): Callback {
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
    new Webhook(secret).verify(raw, signed, { jsonParse: false });
  } catch (cause) {
    throw signatureRefused(cause);
  }
  return { id: signed['webhook-id'], timestamp: signed['webhook-timestamp'], body: raw };
}

export function signatureRefused(cause?: unknown): ProblemError {
  const detail =
    'Sign id, timestamp and body anew with the callback secret (webhook-id, webhook-timestamp, webhook-signature).';
  return new ProblemError({ status: 401, code: 'SIGNATURE_REFUSED', title: 'Signature refused', detail }, { cause });
}

/** The provider over HTTP: calls signed as Standard Webhooks has it (https://www.standardwebhooks.com), under idempotency keys. */
import { Webhook } from 'standardwebhooks';
import * as z from 'zod';
import type { Clock } from '../clock/clock.ts';
import { Fault } from '../errors/fault.ts';
import { answerFault, fetchFault } from '../errors/fetchFaults.ts';
import type { HeldSecret } from '../secrets/heldSecret.ts';
import { shown } from '../text/shown.ts';
import type { Channel, ChannelAnswer, ChannelCall } from './channel.ts';

export interface HttpChannelOptions {
  /** Without a slash at its end, `https://channel.example/v1`; the operation follows: `/charge`, `/reversal`, `/payout`. */
  url: string;
  /** One secret, or two while a new one takes the place of another: each signs. */
  secrets: HeldSecret<readonly string[]>;
  now: Clock;
}

const MOST_BYTES = 65_536;

const text = z.string().transform((told) => shown(told));
const answer = z.object({
  status: z.enum(['approved', 'declined', 'pending', 'reversed', 'nothing']),
  failure_code: text.optional(),
  failure_message: text.optional(),
});

export function httpChannel({ url, secrets, now }: HttpChannelOptions): Channel {
  return {
    takesKeys: true,
    async send(call, { signal }) {
      const to = `${url}/${call.operation}`;
      const place = `POST ${to}`;
      const body = bodyOf(call);
      const headers = headersOf(call, body, await secrets.current(), now());
      try {
        const response = await fetch(to, { method: 'POST', headers, body, signal, redirect: 'manual' });
        const fault = answerFault(response, place, { nowMs: now() });
        if (fault) {
          await response.body?.cancel();
          throw fault;
        }
        return answerOf(await boundedText(response, place), place);
      } catch (error) {
        throw fetchFault(error, place);
      }
    },
  };
}

function bodyOf({ operation, reference, amountMinor, currency, isCharged, metadata }: ChannelCall): string {
  const told = { operation, reference, amount: amountMinor, currency };
  return JSON.stringify({
    ...told,
    ...(isCharged !== undefined && { charged: isCharged }),
    ...(metadata && { metadata }),
  });
}

function headersOf({ key }: ChannelCall, body: string, secrets: readonly string[], nowMs: number) {
  const at = new Date(nowMs);
  return {
    'content-type': 'application/json',
    'idempotency-key': key,
    'webhook-id': key,
    'webhook-timestamp': String(Math.floor(nowMs / 1_000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(key, at, body)).join(' '),
  };
}

/** An answer that is no answer of ours leaves the outcome unknown. */
function answerOf(body: string, place: string): ChannelAnswer {
  const { data, error } = answer.safeParse(parsed(body));
  if (error) throw new Fault('DEPENDENCY_FAILED', `${place}: expected {"status": …}, came ${shown(body)}`);
  const { status, failure_code: failureCode, failure_message: failureMessage } = data;
  return {
    status,
    ...(failureCode !== undefined && { failureCode }),
    ...(failureMessage !== undefined && { failureMessage }),
  };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

async function boundedText(response: Response, place: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MOST_BYTES) throw new Fault('DEPENDENCY_FAILED', `${place}: answered more than ${MOST_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Plays the payment provider: signs results as Standard Webhooks has it, with the secret everybody knows locally. */
import { randomUUID } from 'node:crypto';
import { callbackHeaders } from '../fixtures/callbackHeaders.ts';
import { post, type StackProcess } from './stackProcess.ts';

const secret = 'whsec_bG9jYWwtY2FsbGJhY2stc2VjcmV0LTAxMjM0NTY3ODk=';

export const merchant = '0b0f7b52-6b1c-4f0e-9c5d-3f6a2a1d9e11';

export interface Signed {
  body: string;
  headers: Record<string, string>;
}

export function sign(body: Record<string, unknown>, at = new Date(), key = secret): Signed {
  return signText(JSON.stringify(body), at, key);
}

export function signText(text: string, at = new Date(), key = secret): Signed {
  const id = `msg_${randomUUID()}`;
  return { body: text, headers: callbackHeaders(key, { id, at, body: text }) };
}

export async function pay(stack: StackProcess, amount: number, more: Record<string, unknown> = {}): Promise<string> {
  const payment = { merchant_id: merchant, amount, currency: 'EUR', ...more };
  const { status, body } = await post(`${stack.api}/api/v1/payments`, payment, stack.admin);
  if (status !== 201) throw new Error(`expected 201, came ${status}: ${JSON.stringify(body)}`);
  return String(body['payment_id']);
}

export async function tellResult(stack: StackProcess, paymentId: string, signed: Signed) {
  return await post(`${stack.api}/api/v1/payments/${paymentId}/result`, signed.body, signed.headers);
}

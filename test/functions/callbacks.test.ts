import { expect, test } from 'vitest';
import { type CallbackMessage, callbackHeaders } from '../fixtures/callbackHeaders.ts';
import { type Answered, type HttpApi, openHttpApi } from '../fixtures/httpApi.ts';
import { bearer } from '../fixtures/tokens.ts';

const secret = 'whsec_bG9jYWwtY2FsbGJhY2stc2VjcmV0LTAxMjM0NTY3ODk=';
const merchant = '0b0f7b52-6b1c-4f0e-9c5d-3f6a2a1d9e11';

const success = { id: 'msg-1', at: new Date(), body: '{"status":"success"}' };

function tell({ ask }: HttpApi, payment: string, message: CallbackMessage): Promise<Answered> {
  const headers = callbackHeaders(secret, message);
  return ask(`/api/v1/payments/${payment}/result`, { body: message.body, headers });
}

async function opened() {
  const api = await openHttpApi();
  const headers = await bearer(api.platform, 'merchant', merchant);
  const pay = async () => {
    const metadata = { note: 'Perpetua' };
    const made = await api.ask('/api/v1/payments', {
      body: { merchant_id: merchant, amount: 100, currency: 'EUR', metadata },
      headers,
    });
    return String(made.body['payment_id']);
  };
  return { api, pay };
}

const codes = (answers: readonly Answered[]) => answers.map(({ status, body }) => [status, body['code']]);

test('a callback that comes again byte for byte gets its first answer, marked, and does nothing', async () => {
  const { api, pay } = await opened();
  const payment = await pay();
  const [first, again] = [await tell(api, payment, success), await tell(api, payment, success)];
  expect([first.status, again.status, again.text]).toEqual([200, 200, first.text]);
  expect([first, again].map(({ headers }) => headers.get('idempotent-replayed'))).toEqual([null, 'true']);
  expect(await api.platform.onTopic('payment.success')).toHaveLength(1);
});

test('ten at once of one message are one result, and ten equal answers', async () => {
  const { api, pay } = await opened();
  const payment = await pay();
  const answers = await Promise.all(Array.from({ length: 10 }, () => tell(api, payment, success)));
  expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  expect(await api.platform.onTopic('payment.success')).toHaveLength(1);
});

test('a message that was used is refused for another payment and with other bytes, whatever it was answered', async () => {
  const { api, pay } = await opened();
  const [payment, other] = [await pay(), await pay()];
  const nowhere = '00000000-0000-4000-8000-000000000000';
  const lost = { ...success, id: 'msg-2' };
  const contradicting = { id: 'msg-3', at: success.at, body: '{"status":"failed"}' };
  const answers = [
    await tell(api, payment, success),
    await tell(api, nowhere, lost),
    await tell(api, payment, contradicting),
    await tell(api, other, success),
    await tell(api, other, lost),
    await tell(api, other, contradicting),
    await tell(api, payment, { ...success, body: '{ "status": "success" }' }),
    await tell(api, nowhere, lost),
    await tell(api, payment, contradicting),
  ];
  expect(codes(answers)).toEqual([
    [200, undefined],
    [404, 'NOT_FOUND'],
    [409, 'RESULT_CONFLICT'],
    ...Array(4).fill([401, 'SIGNATURE_REFUSED']),
    [404, 'NOT_FOUND'],
    [409, 'RESULT_CONFLICT'],
  ]);
  expect(await api.platform.onTopic('payment.failed')).toEqual([]);
});

test('what is kept of a message names nobody, and holds no answer in the clear', async () => {
  const { api, pay } = await opened();
  await tell(api, await pay(), success);
  const rows = api.written.filter((item) => item['bodyHash'] !== undefined);
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toMatch(/msg-1|success|Perpetua|0b0f7b52/);
});

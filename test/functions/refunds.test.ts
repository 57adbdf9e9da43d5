import { expect, test } from 'vitest';
import { callbackHeaders } from '../fixtures/callbackHeaders.ts';
import { openHttpApi } from '../fixtures/httpApi.ts';
import { jsonOf } from '../fixtures/records.ts';
import { bearer } from '../fixtures/tokens.ts';

const secret = 'whsec_bG9jYWwtY2FsbGJhY2stc2VjcmV0LTAxMjM0NTY3ODk=';
const merchant = '0b0f7b52-6b1c-4f0e-9c5d-3f6a2a1d9e11';

async function opened() {
  const api = await openHttpApi();
  const headers = await bearer(api.platform, 'merchant', merchant);
  let messages = 0;
  const tell = async (path: string, result: object) => {
    const message = { id: `msg-${++messages}`, at: new Date(), body: JSON.stringify(result) };
    return await api.ask(path, { body: message.body, headers: callbackHeaders(secret, message) });
  };
  const ask = (path: string, body?: unknown) => api.ask(path, { headers, ...(body !== undefined && { body }) });
  const pay = async (amount: number, result = 'success') => {
    const { body } = await ask('/api/v1/payments', { merchant_id: merchant, amount, currency: 'EUR', order_id: 'o-1' });
    if (result !== '') await tell(`/api/v1/payments/${body['payment_id']}/result`, { status: result });
    return String(body['payment_id']);
  };
  const refund = (payment: string, body: object) =>
    ask(`/api/v1/payments/${payment}/refunds`, { reason: 'r', ...body });
  const topic = async (name: string) => (await api.platform.onTopic(name)).map(jsonOf);
  return { api, ask, tell, pay, refund, topic };
}

test('a part of a payment is refunded: three events with the payment’s key, in the documented form', async () => {
  const { api, ask, tell, pay, refund, topic } = await opened();
  const payment = await pay(1_000);
  const { status, body } = await refund(payment, { amount: 300, reason: 'broken' });
  expect([status, body]).toEqual([
    201,
    {
      refund_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      refund_no: expect.stringMatching(/^REF20261121[0-9A-F]{15}$/),
      payment_id: payment,
      amount: 300,
      currency: 'EUR',
      reason: 'broken',
      status: 'created',
      created_at: expect.any(String),
    },
  ]);
  const path = `/api/v1/refunds/${body['refund_id']}`;
  expect((await tell(`${path}/result`, { status: 'success' })).body['status']).toBe('success');
  expect((await tell(`${path}/result`, { status: 'success' })).status).toBe(200);
  expect((await tell(`${path}/result`, { status: 'failed' })).body['code']).toBe('RESULT_CONFLICT');
  expect((await ask(path)).body).toEqual({ ...body, status: 'success' });
  expect((await ask(`/api/v1/payments/${payment}`)).body['refunded']).toBe(300);

  const [created, succeeded] = [await topic('payment.refund.created'), await topic('payment.refund.success')];
  expect([created.length, succeeded.length, (await topic('payment.refund.failed')).length]).toEqual([1, 1, 0]);
  expect(succeeded[0]).toMatchObject({
    event_type: 'payment.refund.success',
    ...body,
    status: 'success',
    order_id: 'o-1',
    merchant_id: merchant,
    payment_no: expect.stringMatching(/^PAY/),
  });
  const keys = (await api.platform.onTopic('payment.refund.success')).map(({ key }) => String(Buffer.from(key ?? [])));
  expect(keys).toEqual([payment]);
});

test('twenty refunds at once never pass the payment; what failed may be refunded again', async () => {
  const { tell, pay, refund, topic } = await opened();
  const payment = await pay(1_000);
  const answers = await Promise.all(Array.from({ length: 20 }, () => refund(payment, { amount: 300 })));
  const made = answers.filter(({ status }) => status === 201);
  expect(made).toHaveLength(3);
  // Under so many at once a decision may give up waiting, and says to try again.
  expect(new Set(answers.map(({ status }) => status)).isSubsetOf(new Set([201, 422, 503]))).toBe(true);
  expect((await refund(payment, { amount: 101 })).body).toMatchObject({
    status: 422,
    code: 'REFUND_TOO_LARGE',
    detail: 'Of 1000 EUR (minor units) 900 are refunded or about to be; 100 are left, 101 were asked for.',
  });
  const failed = { status: 'failed', failure_code: 'account_closed' };
  const { body } = await tell(`/api/v1/refunds/${made[0]?.body['refund_id']}/result`, failed);
  expect(body).toMatchObject(failed);
  expect(await topic('payment.refund.failed')).toMatchObject([failed]);
  // Without an amount: all that is left.
  expect((await refund(payment, {})).body['amount']).toBe(400);
  expect((await refund(payment, {})).body['code']).toBe('REFUND_TOO_LARGE');
});

test.each([
  ['', 'The payment is created, and allows no refund: allowed: success, failed.', ['success', 'failed']],
  ['failed', 'The payment is failed, and allows no refund: it is final.', []],
])('a payment with the result %j is not refunded: 409 with what is allowed', async (result, detail, allowed) => {
  const { pay, refund } = await opened();
  const { body } = await refund(await pay(1_000, result), { amount: 1 });
  expect(body).toMatchObject({ status: 409, code: 'TRANSITION_REFUSED', detail, allowed });
});

test.each([0, -1, 1.5, 2 ** 53, '3', null])('the amount %j is refused', async (amount) => {
  const { pay, refund } = await opened();
  expect((await refund(await pay(1_000), { amount })).status).toBe(400);
});

test('another merchant neither sees nor makes a refund', async () => {
  const { api, pay, refund } = await opened();
  const payment = await pay(1_000);
  const { body } = await refund(payment, { amount: 1 });
  const headers = await bearer(api.platform, 'merchant', '11111111-1111-4111-8111-111111111111');
  const other = { headers, body: { amount: 1, reason: 'r' } };
  const seen = await api.ask(`/api/v1/refunds/${body['refund_id']}`, { headers });
  expect([seen.status, (await api.ask(`/api/v1/payments/${payment}/refunds`, other)).status]).toEqual([403, 403]);
});

import { expect, test } from 'vitest';
import { config as accounting } from '../../functions/consumers/postAccounting/config.ts';
import { postAccounting } from '../../functions/consumers/postAccounting/postAccounting.ts';
import { consumer } from '../../lib/consumer/constructors.ts';
import { openHttpApi } from '../fixtures/httpApi.ts';
import { jsonOf, recordOf } from '../fixtures/records.ts';
import { bearer } from '../fixtures/tokens.ts';

const merchant_id = '0b0f7b52-6b1c-4f0e-9c5d-3f6a2a1d9e11';

/** A merchant who has earned that much, in EUR. */
async function opened(...earned: number[]) {
  const api = await openHttpApi();
  const handler = consumer(accounting, postAccounting, { open: api.platform.open() });
  let offset = 0;
  const post = async (type: string, data: object) => {
    offset += 1;
    const value = { event_type: type, event_id: `e-${offset}`, ...data };
    return (await api.platform.invoke(handler, [recordOf({ topic: type, offset, key: 'k', value })])).outcomes;
  };
  for (const [n, amount] of earned.entries()) {
    await post('payment.success', { payment_id: `p-${n}`, merchant_id, amount, currency: 'EUR' });
  }
  const [own, admin] = [await bearer(api.platform, 'merchant', merchant_id), await bearer(api.platform, 'admin')];
  const settle = (body: object = {}) =>
    api.ask('/api/v1/settlements', { body: { merchant_id, currency: 'EUR', ...body }, headers: own });
  const complete = (id: unknown) => api.ask(`/api/v1/settlements/${id}/complete`, { method: 'POST', headers: admin });
  const completed = async () => (await api.platform.onTopic('accounting.settlement.completed')).map(jsonOf);
  return { api, own, post, settle, complete, completed };
}

test('all that is available is set aside, completed once, posted once, and then gone', async () => {
  const { api, own, post, settle, complete, completed } = await opened(700, 300);
  const made = await settle();
  expect([made.status, made.body]).toEqual([
    201,
    {
      settlement_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      settlement_no: expect.stringMatching(/^SET20261121[0-9A-F]{15}$/),
      merchant_id,
      amount: 1_000,
      currency: 'EUR',
      status: 'created',
      created_at: '2026-11-21T08:00:00.000Z',
    },
  ]);
  const id = made.body['settlement_id'];
  const answers = await Promise.all(Array.from({ length: 10 }, () => complete(id)));
  expect(new Set(answers.map(({ status, body }) => `${status} ${body['status']}`))).toEqual(new Set(['200 completed']));
  const [told, ...more] = await completed();
  const { created_at: _, ...same } = made.body;
  expect([told, more]).toMatchObject([{ ...same, status: 'completed' }, []]);
  // Completed and not posted yet: still nobody else's.
  expect((await settle({ amount: 1 })).body['code']).toBe('NOT_AVAILABLE');
  expect(await post('accounting.settlement.completed', told)).toEqual(['handled']);
  expect(await post('accounting.settlement.completed', { ...told, event_id: 'again' })).toEqual(['duplicate']);
  expect((await settle({ amount: 1 })).body['code']).toBe('NOT_AVAILABLE');
  await post('payment.success', { payment_id: 'later', merchant_id, amount: 40, currency: 'EUR' });
  expect((await settle()).body['amount']).toBe(40);
  const account = await api.ask(`/api/v1/accounts/merchant_available:${merchant_id}`, { headers: own });
  expect(account.body['balances']).toEqual([
    { currency: 'EUR', debit_minor: 1_000, credit_minor: 1_040, balance_minor: 40 },
  ]);
});

test('twenty settlements at once never take the same money', async () => {
  const { settle } = await opened(1_000);
  const answers = await Promise.all(Array.from({ length: 20 }, () => settle({ amount: 300 })));
  const made = answers.filter(({ status }) => status === 201).length;
  expect(made).toBeLessThanOrEqual(3);
  expect((await settle()).body['amount']).toBe(1_000 - 300 * made);
});

test.each([
  [[], {}, '0 EUR (minor units) are available and not set aside for another settlement; nothing can be settled.'],
  [
    [500],
    { amount: 501 },
    '500 EUR (minor units) are available and not set aside for another settlement; 501 were asked for.',
  ],
  [
    [500],
    { currency: 'JPY' },
    '0 JPY (minor units) are available and not set aside for another settlement; nothing can be settled.',
  ],
])('of %j earned the settlement %j is refused, with what is available', async (earned, body, detail) => {
  const { settle } = await opened(...earned);
  expect((await settle(body)).body).toMatchObject({ status: 422, code: 'NOT_AVAILABLE', detail });
});

test('a settlement that another system completed gives back nothing that is ours', async () => {
  const { post, settle } = await opened(1_000);
  await settle({ amount: 600 });
  const foreign = { settlement_id: 'theirs', merchant_id, amount: 100, currency: 'EUR' };
  expect(await post('accounting.settlement.completed', foreign)).toEqual(['handled']);
  expect((await settle()).body['amount']).toBe(300);
});

test.each([
  ['currency', { currency: 'JPY' }],
  ['amount', { amount: 599 }],
  ['merchant', { merchant_id: '11111111-1111-4111-8111-111111111111' }],
])('a completion of a settlement of ours with another %s is a dead letter, and frees no money', async (_, other) => {
  const { post, settle, complete, completed } = await opened(1_000);
  const id = (await settle({ amount: 600 })).body['settlement_id'];
  const told = { settlement_id: id, merchant_id, amount: 600, currency: 'EUR' };
  expect(await post('accounting.settlement.completed', { ...told, ...other })).toEqual(['dead-letter']);
  expect((await settle({ currency: 'JPY' })).body['code']).toBe('NOT_AVAILABLE');
  await complete(id);
  expect(await post('accounting.settlement.completed', (await completed())[0])).toEqual(['handled']);
  expect((await settle()).body['amount']).toBe(400);
});

test('only operators complete a settlement, and only its merchant sees it', async () => {
  const { api, own, settle } = await opened(1_000);
  const path = `/api/v1/settlements/${(await settle()).body['settlement_id']}`;
  const other = await bearer(api.platform, 'merchant', '11111111-1111-4111-8111-111111111111');
  const answers = [
    await api.ask(`${path}/complete`, { method: 'POST', headers: own }),
    await api.ask(path, { headers: other }),
    await api.ask(path, { headers: own }),
    await api.ask('/api/v1/settlements/none', { headers: own }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([403, 403, 200, 404]);
});

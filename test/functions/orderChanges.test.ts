import { expect, test } from 'vitest';
import { openHttpApi } from '../fixtures/httpApi.ts';
import { jsonOf } from '../fixtures/records.ts';
import { bearer } from '../fixtures/tokens.ts';

const merchant = '0b0f7b52-6b1c-4f0e-9c5d-3f6a2a1d9e11';
const asked = { user_id: '373476556801234', merchant_id: merchant, amount: 1_990, currency: 'EUR' };
const items = [{ sku: 'ring', engraving: 'For Zoë' }];

async function opened() {
  const api = await openHttpApi();
  const own = {
    user: await bearer(api.platform, 'user', asked.user_id),
    merchant: await bearer(api.platform, 'merchant', merchant),
  };
  const { body } = await api.ask('/api/v1/orders', { body: { ...asked, items }, headers: own.user });
  const path = `/api/v1/orders/${body['order_id']}`;
  const post = (verb: string, by: 'user' | 'merchant' = 'merchant', given?: object) =>
    api.ask(`${path}/${verb}`, { method: 'POST', headers: own[by], ...(given && { body: given }) });
  const patch = (given: object, headers = own.user) => api.ask(path, { method: 'PATCH', headers, body: given });
  const topic = async (name: string) => (await api.platform.onTopic(name)).map(jsonOf);
  return { api, own, order: body, path, post, patch, topic };
}

test('an order is updated, then completed: each event tells the whole order, and stands in its stream', async () => {
  const { api, order, path, own, patch, post, topic } = await opened();
  expect((await patch({ amount: 2_490 })).body).toEqual({ ...order, amount: 2_490 });
  expect((await patch({ items: [{ sku: 'chain' }] })).body['items']).toEqual([{ sku: 'chain' }]);
  const done = await post('complete');
  const after = { ...order, amount: 2_490, items: [{ sku: 'chain' }], status: 'completed' };
  expect([done.status, done.body]).toEqual([200, after]);
  expect((await api.ask(path, { headers: own.user })).body).toEqual(after);
  expect(await topic('order.updated')).toMatchObject([
    { ...order, amount: 2_490, changes: { amount: 2_490 } },
    { ...after, status: 'created', changes: { items: [{ sku: 'chain' }] } },
  ]);
  expect(await topic('order.completed')).toMatchObject([{ event_type: 'order.completed', ...after }]);
});

test('an order is cancelled by its user; the reason travels and is not kept', async () => {
  const { api, order, post, topic } = await opened();
  expect((await post('cancel', 'user', { reason: 'ordered twice' })).body).toEqual({ ...order, status: 'cancelled' });
  expect(await topic('order.cancelled')).toMatchObject([{ ...order, status: 'cancelled', reason: 'ordered twice' }]);
  expect(JSON.stringify(api.written)).not.toContain('ordered twice');
});

test('what is done already is done once, and its contrary is refused with what is allowed', async () => {
  const { post, patch, topic } = await opened();
  const answers = await Promise.all(Array.from({ length: 10 }, () => post('complete')));
  expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
  expect(await topic('order.completed')).toHaveLength(1);
  const refused = { status: 409, code: 'TRANSITION_REFUSED', allowed: [] };
  const detail = 'The order is completed, and allows no cancel: it is final.';
  expect((await post('cancel')).body).toMatchObject({ ...refused, detail });
  expect((await patch({ amount: 1 })).body).toMatchObject(refused);
  expect(await topic('order.cancelled')).toEqual([]);
});

test('completion is not the user’s, and nobody changes another’s order', async () => {
  const { api, post, patch, path } = await opened();
  const stranger = await bearer(api.platform, 'user', '7');
  const other = await bearer(api.platform, 'merchant', '11111111-1111-4111-8111-111111111111');
  const cancelling = (headers: Record<string, string>) => api.ask(`${path}/cancel`, { method: 'POST', headers });
  const answers = [
    await post('complete', 'user'),
    await patch({ amount: 1 }, stranger),
    await cancelling(stranger),
    await cancelling(other),
  ];
  expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
  const nowhere = await api.ask('/api/v1/orders/none/complete', { method: 'POST', headers: other });
  expect(nowhere.status).toBe(404);
});

test.each([{}, { amount: 0 }, { amount: 1.5 }, { items: 'x' }, { currency: 'USD' }])(
  'the update %j is refused',
  async (given) => {
    expect((await (await opened()).patch(given)).status).toBe(400);
  },
);

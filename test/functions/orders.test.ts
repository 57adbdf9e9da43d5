import { describe, expect, test } from 'vitest';
import { orderRef } from '../../domain/orders/order.ts';
import { destroyKey, type UserKey, userKeyRef } from '../../domain/users/userKey.ts';
import { config } from '../../functions/http/orders/config.ts';
import { openAccounts } from '../fixtures/accounts.ts';
import { type HttpApi, openHttpApi } from '../fixtures/httpApi.ts';
import { bearer } from '../fixtures/tokens.ts';

const merchantId = '0b0f7b52-6b1c-4f0e-9c5d-3f6a2a1d9e11';
const order = { user_id: '373476556801234', merchant_id: merchantId, amount: 1990, currency: 'EUR' };
const items = [{ sku: 'ring', engraving: 'For Zoë', price: { amount: 1990 } }];

async function opened() {
  const api = await openHttpApi();
  const headers = await bearer(api.platform, 'user', order.user_id);
  return { api, headers, ask: (path: string, body?: unknown) => api.ask(path, { body, headers }) };
}

async function storeOf({ platform }: HttpApi) {
  const { connections } = await platform.open()(config);
  return connections.store;
}

async function eraseKey(api: HttpApi): Promise<void> {
  const store = await storeOf(api);
  const [found] = await store.read([userKeyRef(order.user_id)]);
  const writes = destroyKey(order.user_id, found as UserKey | undefined, '2026-11-21T09:00:00.000Z');
  expect(await store.transact(writes, 'erase')).toEqual([]);
}

function valuesOf(records: readonly { value: Uint8Array | null }[]): string[] {
  return records.map(({ value }) => Buffer.from(value ?? []).toString());
}

describe('POST /api/v1/orders', () => {
  test('answers 201 with the order, and publishes one fact on both topics, the user’s id as a number on TRX’s', async () => {
    const { api, ask } = await opened();
    const { status, body } = await ask('/api/v1/orders', { ...order, items });
    expect(status).toBe(201);
    expect(body).toEqual({
      order_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      order_no: expect.stringMatching(/^ORD20261121[0-9A-F]{15}$/),
      ...order,
      items,
      status: 'created',
      created_at: '2026-11-21T08:00:00.000Z',
    });
    const [own, trx] = [await api.platform.onTopic('order.created'), await api.platform.onTopic('order-events')];
    expect([...own, ...trx].map(({ key }) => Buffer.from(key ?? []).toString())).toEqual([
      body['order_id'],
      body['order_id'],
    ]);
    const [told = '', toldTrx = ''] = valuesOf([...own, ...trx]);
    const { event_id, metadata: _, ...flat } = JSON.parse(told);
    expect(flat).toEqual({ event_type: 'order.created', timestamp: '2026-11-21T08:00:00.000Z', ...body });
    expect(JSON.parse(toldTrx)).toEqual({
      ...body,
      user_id: 373_476_556_801_234,
      event_type: 'order_created',
      event_id,
      timestamp: '2026-11-21T08:00:00.000Z',
    });
    expect(toldTrx).toContain('"user_id":373476556801234');
  });

  test('stores what may be a person’s only sealed, and logs none of it', async () => {
    const { api, ask } = await opened();
    const { body } = await ask('/api/v1/orders', { ...order, items });
    const [stored] = await (await storeOf(api)).read([orderRef(String(body['order_id']))]);
    expect(stored).toMatchObject({ version: 1, userId: order.user_id, amountMinor: 1990, status: 'created' });
    expect(JSON.stringify([stored, api.platform.lines])).not.toContain('Zoë');
  });

  test('is once under one Idempotency-Key, also ten times at once', async () => {
    const { api, headers } = await opened();
    const keyed = { body: order, headers: { ...headers, 'idempotency-key': 'k-1' } };
    const answers = await Promise.all(Array.from({ length: 10 }, () => api.ask('/api/v1/orders', keyed)));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(201));
    expect(new Set(answers.map(({ body }) => body['order_id'])).size).toBe(1);
    expect(await api.platform.onTopic('order-events')).toHaveLength(1);
    const other = await api.ask('/api/v1/orders', { ...keyed, body: { ...order, amount: 1 } });
    expect([other.status, other.body['code']]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  });

  test('lets ten orders of a new user at once be made, with one key', async () => {
    const { api, ask } = await opened();
    const made = await Promise.all(Array.from({ length: 10 }, () => ask('/api/v1/orders', { ...order, items })));
    expect(made.map(({ status }) => status)).toEqual(Array(10).fill(201));
    const shown = await Promise.all(made.map(({ body }) => ask(`/api/v1/orders/${body['order_id']}`)));
    expect(shown.map(({ body }) => body['items'])).toEqual(Array(10).fill(items));
    expect(await api.platform.onTopic('order-events')).toHaveLength(10);
  });

  test('tells a deleted user’s order no more to who repeats the request', async () => {
    const { api, headers } = await opened();
    const keyed = { body: { ...order, items }, headers: { ...headers, 'idempotency-key': 'k-1' } };
    expect((await api.ask('/api/v1/orders', keyed)).body['items']).toEqual(items);
    await eraseKey(api);
    const again = await api.ask('/api/v1/orders', keyed);
    expect([again.status, again.body['code'], again.body['items']]).toEqual([422, 'USER_DELETED', undefined]);
    expect(await api.platform.onTopic('order-events')).toHaveLength(1);
  });

  test('refuses a deleted user’s, and another user’s', async () => {
    const { api, ask } = await opened();
    const theirs = await ask('/api/v1/orders', { ...order, user_id: '8' });
    expect([theirs.status, theirs.body['code']]).toEqual([403, 'FORBIDDEN']);
    await eraseKey(api);
    const refused = await ask('/api/v1/orders', order);
    expect([refused.status, refused.body['code']]).toEqual([422, 'USER_DELETED']);
    expect(await api.platform.onTopic('order-events')).toEqual([]);
  });

  test.each([
    ['amount', { ...order, amount: 19.9 }],
    ['amount', { ...order, amount: 1_000_000_000_001 }],
    ['currency', { ...order, currency: 'euro' }],
    ['merchant_id', { ...order, merchant_id: 'm-1' }],
    ['items', { ...order, items: { sku: 'ring' } }],
    ['items.0', { ...order, items: ['ring'] }],
  ])('names the field %s of a body that is not right', async (path, body) => {
    const { ask } = await opened();
    const { status, body: told } = await ask('/api/v1/orders', body);
    expect([status, (told['errors'] as { path: string }[]).map((error) => error.path)]).toEqual([400, [path]]);
  });
});

test('who is suspended orders nothing by the token they still hold; a merchant may for them', async () => {
  const { api, register, administer } = await openAccounts();
  const jane = await register('jane');
  const self = await bearer(api.platform, 'user', jane.id);
  const merchant = await bearer(api.platform, 'merchant', merchantId);
  const orderAs = (headers: Record<string, string>) =>
    api.ask('/api/v1/orders', { body: { ...order, user_id: jane.id }, headers });
  expect((await orderAs(self)).status).toBe(201);
  await administer(jane.id)('PUT', '/status', { status: 'suspended' });
  const refused = await orderAs(self);
  expect([refused.status, refused.body['code']]).toEqual([403, 'ACCOUNT_SUSPENDED']);
  expect((await orderAs(merchant)).status).toBe(201);
});

describe('GET /api/v1/orders/{id}', () => {
  test('shows what is left of a deleted user’s order', async () => {
    const { api, ask } = await opened();
    const { body } = await ask('/api/v1/orders', { ...order, items });
    expect((await ask(`/api/v1/orders/${body['order_id']}`)).body).toEqual(body);
    await eraseKey(api);
    const { items: _, ...left } = body;
    expect((await ask(`/api/v1/orders/${body['order_id']}`)).body).toEqual(left);
  });

  test('is the user’s own, or the merchant’s, and nobody else’s', async () => {
    const { api, ask } = await opened();
    const { body } = await ask('/api/v1/orders', order);
    const other = await bearer(api.platform, 'user', '8');
    expect((await api.ask(`/api/v1/orders/${body['order_id']}`, { headers: other })).status).toBe(403);
    const merchant = await bearer(api.platform, 'merchant', merchantId);
    expect((await api.ask(`/api/v1/orders/${body['order_id']}`, { headers: merchant })).status).toBe(200);
  });
});

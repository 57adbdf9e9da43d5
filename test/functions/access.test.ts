import { describe, expect, it } from 'vitest';
import { httpConfigs, openHttpApi } from '../fixtures/httpApi.ts';
import { bearer } from '../fixtures/tokens.ts';

const [mine, theirs] = ['0b0f7b52-6b1c-4f0e-9c5d-3f6a2a1d9e11', '7c9e6679-7425-40de-944b-e07fc1f90ae7'];
const payment = { merchant_id: mine, amount: 4_999, currency: 'EUR' };
const order = { user_id: mine, ...payment };
const check = { subject_type: 'payment', subject_id: 'p-1', amount: 5, currency: 'EUR' };

/** The status that each caller gets; `merchant` is the one whose payment and accounts these are. */
const table: Record<string, Record<'nobody' | 'user' | 'merchant' | 'another' | 'admin' | 'service', number>> = {
  'POST /api/v1/payments': { nobody: 401, user: 403, merchant: 201, another: 403, admin: 201, service: 201 },
  'GET /api/v1/payments/{id}': { nobody: 401, user: 403, merchant: 200, another: 403, admin: 200, service: 200 },
  'GET /api/v1/payments/none': { nobody: 401, user: 403, merchant: 404, another: 404, admin: 404, service: 404 },
  'GET /api/v1/accounts/{own}': { nobody: 401, user: 403, merchant: 404, another: 403, admin: 404, service: 404 },
  'GET /api/v1/accounts/fee_income': { nobody: 401, user: 403, merchant: 403, another: 403, admin: 404, service: 404 },
  'GET /api/v1/accounts/{own}/entries': {
    nobody: 401,
    user: 403,
    merchant: 200,
    another: 403,
    admin: 200,
    service: 200,
  },
  'GET /api/v1/accounts/fee_income/entries': {
    nobody: 401,
    user: 403,
    merchant: 403,
    another: 403,
    admin: 200,
    service: 200,
  },
  'POST /api/v1/orders': { nobody: 401, user: 201, merchant: 201, another: 403, admin: 201, service: 201 },
  'GET /api/v1/orders/{order}': { nobody: 401, user: 200, merchant: 200, another: 403, admin: 200, service: 200 },
  'GET /api/v1/orders/none': { nobody: 401, user: 404, merchant: 404, another: 404, admin: 404, service: 404 },
  'POST /api/v1/risk/checks': { nobody: 401, user: 403, merchant: 403, another: 403, admin: 201, service: 201 },
  'GET /api/v1/admin/alerts': { nobody: 401, user: 403, merchant: 403, another: 403, admin: 200, service: 403 },
  'PATCH /api/v1/users/{mine}': { nobody: 401, user: 404, merchant: 403, another: 403, admin: 404, service: 403 },
  'PATCH /api/v1/users/{theirs}': { nobody: 401, user: 403, merchant: 403, another: 403, admin: 404, service: 403 },
  'DELETE /api/v1/users/{mine}': { nobody: 401, user: 404, merchant: 403, another: 403, admin: 404, service: 403 },
  'DELETE /api/v1/users/{theirs}': { nobody: 401, user: 403, merchant: 403, another: 403, admin: 404, service: 403 },
  'PUT /api/v1/users/{mine}/password': {
    nobody: 401,
    user: 404,
    merchant: 403,
    another: 403,
    admin: 403,
    service: 403,
  },
  'PUT /api/v1/users/{theirs}/password': {
    nobody: 401,
    user: 403,
    merchant: 403,
    another: 403,
    admin: 403,
    service: 403,
  },
  'PUT /api/v1/users/{mine}/status': { nobody: 401, user: 403, merchant: 403, another: 403, admin: 404, service: 403 },
  'POST /api/v1/payments/{id}/result': {
    nobody: 401,
    user: 401,
    merchant: 401,
    another: 401,
    admin: 401,
    service: 401,
  },
  'PATCH /api/v1/orders/{id}': { nobody: 401, user: 404, merchant: 404, another: 404, admin: 404, service: 404 },
  'POST /api/v1/orders/{id}/complete': {
    nobody: 401,
    user: 403,
    merchant: 404,
    another: 404,
    admin: 404,
    service: 404,
  },
  'POST /api/v1/orders/{id}/cancel': { nobody: 401, user: 404, merchant: 404, another: 404, admin: 404, service: 404 },
  'POST /api/v1/payments/{id}/refunds': {
    nobody: 401,
    user: 403,
    merchant: 409,
    another: 403,
    admin: 409,
    service: 409,
  },
  'GET /api/v1/refunds/{id}': { nobody: 401, user: 403, merchant: 404, another: 404, admin: 404, service: 404 },
  'POST /api/v1/refunds/{id}/result': { nobody: 401, user: 401, merchant: 401, another: 401, admin: 401, service: 401 },
  'POST /api/v1/settlements': { nobody: 401, user: 403, merchant: 422, another: 403, admin: 422, service: 422 },
  'GET /api/v1/settlements/{id}': { nobody: 401, user: 403, merchant: 404, another: 404, admin: 404, service: 404 },
  'POST /api/v1/settlements/{id}/complete': {
    nobody: 401,
    user: 403,
    merchant: 403,
    another: 403,
    admin: 404,
    service: 404,
  },
  'PUT /api/v1/users/{id}/contact': { nobody: 401, user: 403, merchant: 403, another: 403, admin: 404, service: 403 },
  'GET /api/v1/users/{id}/contact': { nobody: 401, user: 403, merchant: 403, another: 403, admin: 404, service: 403 },
  'GET /api/v1/users/{id}': { nobody: 401, user: 403, merchant: 403, another: 403, admin: 404, service: 404 },
  'GET /health': { nobody: 200, user: 200, merchant: 200, another: 200, admin: 200, service: 200 },
  'GET /openapi.json': { nobody: 200, user: 200, merchant: 200, another: 200, admin: 200, service: 200 },
  'GET /.well-known/jwks.json': { nobody: 200, user: 200, merchant: 200, another: 200, admin: 200, service: 200 },
};

const bodies: Record<string, unknown> = {
  'PUT /api/v1/users/{id}/contact': { phone: '+4930123456' },
  'POST /api/v1/payments': payment,
  'POST /api/v1/orders': order,
  'POST /api/v1/risk/checks': check,
  'POST /api/v1/payments/{id}/result': { status: 'success' },
  'PATCH /api/v1/orders/{id}': { amount: 1 },
  'POST /api/v1/payments/{id}/refunds': { reason: 'broken' },
  'POST /api/v1/refunds/{id}/result': { status: 'success' },
  'POST /api/v1/settlements': { merchant_id: payment.merchant_id, currency: 'EUR' },
  'PATCH /api/v1/users/{mine}': { username: 'jane' },
  'PATCH /api/v1/users/{theirs}': { username: 'jane' },
  'PUT /api/v1/users/{mine}/password': { old_password: 'password123', new_password: 'password124' },
  'PUT /api/v1/users/{theirs}/password': { old_password: 'password123', new_password: 'password124' },
  'PUT /api/v1/users/{mine}/status': { status: 'locked' },
};

it('every route is in the table of who may call it; registrations and log-ins are open', () => {
  const routes = httpConfigs.flatMap(({ routes: declared }) => declared.map(({ method, path }) => `${method} ${path}`));
  const known = Object.keys(table).map((route) =>
    route.replace('{own}', '{account}').replace(/{mine}|{order}/, '{id}'),
  );
  expect(routes.filter((route) => !known.includes(route))).toEqual([
    'POST /api/v1/users/register',
    'POST /register',
    'POST /api/v1/users/login',
  ]);
});

describe('who calls', () => {
  it.each(Object.entries(table))('%s', async (route, expected) => {
    const { platform, ask } = await openHttpApi();
    const callers = {
      nobody: {},
      user: await bearer(platform, 'user', mine),
      merchant: await bearer(platform, 'merchant', mine),
      another: await bearer(platform, 'merchant', theirs),
      admin: await bearer(platform, 'admin'),
      service: await bearer(platform, 'service'),
    };
    const made = await ask('/api/v1/payments', { body: payment, headers: callers.admin });
    const ordered = await ask('/api/v1/orders', { body: order, headers: callers.admin });
    const path = route
      .replace(/^\S+ /, '')
      .replace('{id}', String(made.body['payment_id']))
      .replace('{order}', String(ordered.body['order_id']))
      .replace('{own}', `merchant_available:${mine}`)
      .replace('{mine}', mine)
      .replace('{theirs}', theirs);
    const [method = ''] = route.split(' ');
    const asked = Object.entries(callers).map(async ([who, headers]) => {
      return [who, (await ask(path, { method, body: bodies[route], headers })).status];
    });
    expect(Object.fromEntries(await Promise.all(asked))).toEqual(expected);
  });
});

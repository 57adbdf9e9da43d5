/** The story of a user, step by step, and the effects that must be seen; every event is named after the documents. */
import { expect } from 'vitest';
import { runOps } from '../ops/runOps.ts';
import { administratorOf, ask, type Caller, held, logIn, subjects, told, zoe } from './caller.ts';
import { merchant } from './provider.ts';
import { get, recordsOn, settled } from './stackProcess.ts';

export const systems = ['https://crm.example/hooks', 'https://billing.example/users'];
const limit = 20_000;

/** user.registered: welcome e-mail, settings, count, view. */
async function registers(caller: Caller): Promise<void> {
  const {
    user: { id },
  } = caller;
  expect(await subjects(caller)).toEqual(['Welcome!']);
  expect((await ask(caller, 'GET /api/v1/users/{id}/contact')).body).toMatchObject({ email: zoe.email });
  expect(await told(caller, 'user.analytics')).toMatchObject([{ type: 'user.registration_counted', user_id: id }]);
  const seen = await ask(caller, 'GET /api/v1/users/{id}?min_version=1');
  expect([seen.status, seen.etag, seen.body]).toMatchObject([200, '"1"', { id, username: 'zoe', version: 1 }]);
  expect(await told(caller, 'user-events')).toMatchObject([{ action: 'register', user_id: Number(id) }]);
}

/** user.logged_in, and TRX's login: log, last time, behaviour, count; the second from elsewhere is unusual. */
async function logsIn(caller: Caller): Promise<void> {
  const {
    stack,
    user: { id },
  } = caller;
  expect((await logIn(caller, { country: 'DE', agent: 'phone' })).status).toBe(200);
  expect((await logIn(caller, { country: 'DE', agent: 'phone' }, 'wrong')).status).toBe(401);
  await settled(stack, limit);
  expect((await logIn(caller, { country: 'FR', agent: 'laptop' })).status).toBe(200);
  await settled(stack, limit);
  const logins = await told(caller, 'user.events');
  expect(logins.slice(1)).toMatchObject([
    { type: 'user.logged_in', country: 'DE', user_version: 1 },
    { type: 'user.logged_in', country: 'FR', failed_attempts: 1 },
  ]);
  expect(await told(caller, 'user-behavior')).toMatchObject([
    { action: 'login', user_id: Number(id), event_id: logins[1]?.['id'], timestamp: logins[1]?.['timestamp'] },
    { action: 'login', user_id: Number(id), event_id: logins[2]?.['id'] },
  ]);
  expect((await told(caller, 'user.analytics')).map(({ type }) => type)).toEqual([
    'user.registration_counted',
    'user.login_counted',
    'user.login_counted',
  ]);
  expect((await ask(caller, 'GET /api/v1/users/{id}')).body.last_login_at).toBe(logins[2]?.['timestamp']);
  expect(await told(caller, 'user.notifications')).toMatchObject([
    { type: 'user.notice_raised', notice: 'unusual_login' },
  ]);
  expect((await told(caller, 'risk.alert.high')).length).toBe(1);
  const alerts = await get<{ alerts: object[] }>(`${stack.api}/api/v1/admin/alerts`, stack.admin);
  expect(alerts.alerts).toMatchObject([{ subject_type: 'user', subject_id: id }]);
}

/** user.updated, and TRX's user_updated: view, every other system once. */
async function changesTheirName(caller: Caller): Promise<void> {
  const { stack } = caller;
  const changed = await ask(caller, 'PATCH /api/v1/users/{id}', { username: 'zoë' }, { 'if-match': '"1"' });
  expect([changed.status, changed.etag]).toEqual([200, '"2"']);
  expect((await ask(caller, 'GET /api/v1/users/{id}?min_version=2')).body).toMatchObject({
    username: 'zoë',
    version: 2,
  });
  await settled(stack, limit);
  expect((await told(caller, 'user-events'))[1]).toMatchObject({
    type: 'user_updated',
    changes: { username: 'zoë' },
  });
  const hooks = await recordsOn(stack, 'notification.webhook');
  expect(hooks.map(({ value }) => value['to']).sort()).toEqual([...systems].sort());
}

/** user.password_changed and user.status_changed: notices that can't be switched off, the security log, the view. */
async function isKeptSafe(caller: Caller): Promise<void> {
  const {
    stack,
    user: { id },
  } = caller;
  await ask(caller, 'PUT /api/v1/users/{id}/contact', { preferences: { email: false } });
  const renewed = { old_password: zoe.password, new_password: 'another password' };
  expect((await ask(caller, 'PUT /api/v1/users/{id}/password', renewed)).status).toBe(204);
  const admin = administratorOf(caller);
  expect((await ask(admin, 'PUT /api/v1/users/{id}/status', { status: 'locked' })).status).toBe(200);
  expect((await logIn(caller, { country: 'DE', agent: 'phone' }, 'another password')).status).toBe(403);
  await ask(admin, 'PUT /api/v1/users/{id}/status', { status: 'active' });
  await settled(stack, limit);
  expect((await ask(caller, 'GET /api/v1/users/{id}?min_version=5')).body.status).toBe('active');
  expect((await subjects(caller)).slice(1)).toHaveLength(4);
  const audited = (await recordsOn(stack, 'audit.logs')).map(({ value }) => [value['action'], value['subject']]);
  expect(audited.filter(([action]) => action === 'user.status_changed')).toHaveLength(2);
  expect(audited).toContainEqual(['user.password_changed', `user#${id}`]);
}

/** order_created on TRX's order-events: a history that the order is restored from. */
async function orders(caller: Caller): Promise<void> {
  const {
    stack,
    state,
    user: { id },
  } = caller;
  const order = { user_id: id, merchant_id: merchant, amount: 1_990, currency: 'EUR', items: [{ sku: 'telescope' }] };
  const made = await ask(caller, 'POST /api/v1/orders', order, { 'idempotency-key': 'order-1' });
  expect(made.status).toBe(201);
  await settled(stack, limit);
  const orderId = made.body.order_id as string;
  const restored = await runOps(['orders', 'show', orderId, '--json', '--state', state]);
  expect(JSON.parse(restored.stdout)).toMatchObject({
    order: { status: 'created', amount: 1_990 },
    events: [{ type: 'order_created' }],
  });
  const [trxOrder] = (await recordsOn(stack, 'order-events')).map(({ value }) => value);
  expect(trxOrder).toMatchObject({
    event_type: 'order_created',
    order_id: orderId,
    user_id: Number(id),
    amount: 1_990,
  });
}

/** user.deleted: confirmed once, and nothing is left but ids. */
async function isDeleted(caller: Caller): Promise<void> {
  const { stack } = caller;
  const admin = administratorOf(caller);
  expect((await held(caller)).text).toContain('phone');
  expect((await ask(caller, 'DELETE /api/v1/users/{id}', { password: 'another password' })).status).toBe(204);
  await settled(stack, limit);
  expect((await ask(admin, 'GET /api/v1/users/{id}')).status).toBe(404);
  expect((await ask(admin, 'GET /api/v1/users/{id}/contact')).status).toBe(404);
  expect((await subjects(caller)).slice(5)).toHaveLength(1);
  // Each pattern is longer, or holds another character, than what ids, hashes and sealed text can spell by chance.
  expect((await held(caller)).text).not.toMatch(/\bzoe\b|zoë|phone|laptop|telescope/);
  expect(await get<unknown[]>(`${stack.console}/api/dead-letters`)).toEqual([]);
}

export const steps = [registers, logsIn, changesTheirName, isKeptSafe, orders, isDeleted];

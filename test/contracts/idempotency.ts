/** The promises of an `Idempotency-Key`, on any store: named cases, run on SQLite and on DynamoDB. */
import { expect, it } from 'vitest';
import type { Answered, HttpApi } from '../fixtures/httpApi.ts';
import { bearer } from '../fixtures/tokens.ts';

const [mine, theirs] = ['0b0f7b52-6b1c-4f0e-9c5d-3f6a2a1d9e11', '7c9e6679-7425-40de-944b-e07fc1f90ae7'];
const HOUR_MS = 3_600_000;

export interface IdempotencyUnderTest {
  open(): Promise<HttpApi>;
}

export async function payer({ platform, ask }: HttpApi, merchantId: string = mine) {
  const headers = await bearer(platform, 'merchant', merchantId);
  return async (key: string, amount = 100): Promise<Answered> => {
    const body = { merchant_id: merchantId, amount, currency: 'EUR' };
    return await ask('/api/v1/payments', { body, headers: { ...headers, 'idempotency-key': key } });
  };
}

export const createdOn = async ({ platform }: HttpApi) => (await platform.onTopic('payment.created')).length;

export function idempotencyContract({ open }: IdempotencyUnderTest): void {
  it('the same request again gets the same answer, marked as a replay, and nothing is done twice', async () => {
    const api = await open();
    const pay = await payer(api);
    const [first, second] = [await pay('k-1'), await pay('k-1')];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    expect([first, second].map(({ headers }) => headers.get('idempotent-replayed'))).toEqual([null, 'true']);
    expect(await createdOn(api)).toBe(1);
  });

  it('the order of a body’s fields and its blanks do not matter; another body is refused', async () => {
    const api = await open();
    const pay = await payer(api);
    await pay('k-1');
    const headers = { ...(await bearer(api.platform, 'merchant', mine)), 'idempotency-key': 'k-1' };
    const body = `{ "currency": "EUR",  "amount": 100, "merchant_id": "${mine}" }`;
    expect((await api.ask('/api/v1/payments', { body, headers })).status).toBe(201);
    const other = await pay('k-1', 101);
    expect([other.status, other.body['code']]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
    expect(await createdOn(api)).toBe(1);
  });

  it('keys of another caller, and of another route, are other keys', async () => {
    const api = await open();
    const [pay, payTheirs] = [await payer(api), await payer(api, theirs)];
    expect([(await pay('k-1')).status, (await payTheirs('k-1')).status]).toEqual([201, 201]);
    const headers = { ...(await bearer(api.platform, 'admin')), 'idempotency-key': 'k-1' };
    const checks = { subject_type: 'user', subject_id: 'u-1' };
    expect((await api.ask('/api/v1/risk/checks', { body: checks, headers })).status).toBe(201);
    expect(await createdOn(api)).toBe(2);
  });

  it('after 24 hours a key is new, though the store still has its row', async () => {
    const api = await open();
    // By then the token has expired too.
    const payLater = async (key: string, amount?: number) => (await payer(api))(key, amount);
    const first = await payLater('k-1');
    api.platform.clock.nowMs += 24 * HOUR_MS - 1_000;
    expect((await payLater('k-1')).body).toEqual(first.body);
    api.platform.clock.nowMs += 2_000;
    const pay = await payer(api);
    const again = await pay('k-1', 7);
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([201, null]);
    expect((await pay('k-1', 7)).body).toEqual(again.body);
    expect(await createdOn(api)).toBe(2);
  });

  it('ten at once are one: the losers answer from the winner’s row', async () => {
    const api = await open();
    const pay = await payer(api);
    const answers = await Promise.all(Array.from({ length: 10 }, () => pay('k-1')));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(201));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers.filter(({ headers }) => headers.get('idempotent-replayed') === 'true')).toHaveLength(9);
    expect(await createdOn(api)).toBe(1);
  });

  it('a registration again gets a token minted anew; its row holds no token, no body, no key, no name', async () => {
    const api = await open();
    const body = { username: 'jane', email: 'jane@example.com', password: 'password123' };
    const send = () => api.ask('/api/v1/users/register', { body, headers: { 'idempotency-key': 'key-of-jane' } });
    const [first, second] = [await send(), await send()];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body['user']).toEqual(first.body['user']);
    const stored = JSON.stringify(api.written.filter((item) => item['bodyHash'] !== undefined));
    expect(stored).toContain('bodyHash');
    expect(stored).not.toMatch(/password123|eyJ|key-of-jane|argon2|jane/);
    const other = await api.ask('/api/v1/users/register', {
      body: { ...body, password: 'another password' },
      headers: { 'idempotency-key': 'key-of-jane' },
    });
    expect([other.status, other.body['token']]).toEqual([422, undefined]);
  });

  it('what was refused is decided anew', async () => {
    const api = await open();
    const body = { username: 'jane', email: 'jane@example.com', password: 'password123' };
    await api.ask('/api/v1/users/register', { body });
    const headers = { 'idempotency-key': 'k-2' };
    expect((await api.ask('/api/v1/users/register', { body, headers })).status).toBe(409);
    const free = { ...body, username: 'john', email: 'john@example.com' };
    expect((await api.ask('/api/v1/users/register', { body: free, headers })).status).toBe(201);
  });

  it('text that is none is refused as without a key', async () => {
    const api = await open();
    const headers = { ...(await bearer(api.platform, 'merchant', mine)), 'idempotency-key': 'k-1' };
    const body = `{"merchant_id":"${mine}","amount":1,"currency":"EUR","metadata":{"a":"\\ud800"}}`;
    const { status, body: told } = await api.ask('/api/v1/payments', { body, headers });
    expect([status, told['code']]).toEqual([400, 'INVALID_VALUE']);
  });

  it.each(['', 'two words', 'x'.repeat(256)])('%j is no key', async (key) => {
    const api = await open();
    const { status, body } = await (await payer(api))(key);
    expect([status, body['code']]).toEqual([400, 'INVALID_HEADER']);
    expect(await createdOn(api)).toBe(0);
  });
}

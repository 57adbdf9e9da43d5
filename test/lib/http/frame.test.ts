import { describe, expect, it } from 'vitest';
import { Fault } from '../../../lib/errors/fault.ts';
import { openHttpApi } from '../../fixtures/httpApi.ts';
import { bearer } from '../../fixtures/tokens.ts';

const merchant = '0b0f7b52-6b1c-4f0e-9c5d-3f6a2a1d9e11';
const payment = { merchant_id: merchant, amount: 4_999, currency: 'EUR' };

describe('every answer', () => {
  it('continues the caller’s trace, names the request, and is kept by no cache and no page', async () => {
    const { ask } = await openHttpApi();
    const headers = { traceparent: `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01` };
    for (const path of ['/health', '/api/v1/admin/alerts']) {
      const answer = await ask(path, { headers });
      expect(answer.headers.get('traceparent')).toMatch(/^00-(ab){16}-(?!cdcd)[0-9a-f]{16}-01$/);
      expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'strict-transport-security': 'max-age=15552000; includeSubDomains',
      });
    }
  });

  it('begins a trace of its own where the caller has none, or a broken one', async () => {
    const { ask } = await openHttpApi();
    const answer = await ask('/health', { headers: { traceparent: 'broken' } });
    expect(answer.headers.get('traceparent')).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  });
});

describe('a page of another origin', () => {
  const from = (origin: string) => ({ headers: { origin } });
  const settings = { CORS_ORIGINS: 'https://shop.example, https://admin.shop.example' };

  it('may read answers and errors where the settings name its origin', async () => {
    const { ask } = await openHttpApi(settings);
    for (const path of ['/health', '/api/v1/admin/alerts']) {
      const { headers } = await ask(path, from('https://shop.example'));
      expect(headers.get('access-control-allow-origin')).toBe('https://shop.example');
      expect(headers.get('access-control-expose-headers')).toContain('x-request-id');
      expect(headers.get('vary')).toBe('Origin');
    }
  });

  it('may not where they name another, or none', async () => {
    const some = await openHttpApi(settings);
    expect((await some.ask('/health', from('https://evil.example'))).headers.get('access-control-allow-origin')).toBe(
      null,
    );
    const none = await openHttpApi();
    expect((await none.ask('/health', from('https://shop.example'))).headers.get('access-control-allow-origin')).toBe(
      null,
    );
  });

  it('is told before it asks what it may send', async () => {
    const { ask } = await openHttpApi(settings);
    const headers = { origin: 'https://shop.example', 'access-control-request-method': 'POST' };
    const answer = await ask('/api/v1/payments', { method: 'OPTIONS', headers });
    expect(answer.status).toBe(204);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'access-control-allow-origin': 'https://shop.example',
      'access-control-allow-headers': 'authorization,content-type,idempotency-key,if-match,if-none-match,traceparent',
      'access-control-allow-methods': 'GET,POST,PUT,PATCH,DELETE',
      'access-control-max-age': '86400',
    });
  });
});

it.each([40, 2_000])('a body nested %i deep is refused as a value, not taken for a fault of ours', async (depth) => {
  const { platform, ask } = await openHttpApi();
  const headers = { ...(await bearer(platform, 'merchant', merchant)), 'idempotency-key': 'deep' };
  const metadata = `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
  const body = `{"merchant_id":"${merchant}","amount":1,"currency":"EUR","metadata":${metadata}}`;
  const answer = await ask('/api/v1/payments', { body, headers });
  expect([answer.status, answer.body['code']]).toEqual([400, 'INVALID_VALUE']);
});

describe('an event that may not leave', () => {
  it('is refused before anything is stored: over 300 KB, 413', async () => {
    const { platform, ask, written } = await openHttpApi();
    const headers = await bearer(platform, 'merchant', merchant);
    const body = { ...payment, metadata: { text: 'x'.repeat(300_000) } };
    const answer = await ask('/api/v1/payments', { body, headers: { ...headers, 'idempotency-key': 'k' } });
    expect([answer.status, answer.body['code']]).toEqual([413, 'TOO_LARGE']);
    expect(written).toEqual([]);
    const small = { ...payment, metadata: { text: 'x'.repeat(299_000) } };
    expect((await ask('/api/v1/payments', { body: small, headers })).status).toBe(201);
  });

  it('a body over a million characters is not even parsed', async () => {
    const { platform, ask } = await openHttpApi();
    const headers = await bearer(platform, 'merchant', merchant);
    const answer = await ask('/api/v1/payments', { body: `{${' '.repeat(1_000_000)}`, headers });
    expect([answer.status, answer.body['code']]).toEqual([413, 'TOO_LARGE']);
  });
});

describe('/health', () => {
  it('is well while Kafka is down, for requests are taken all the same', async () => {
    const refuse = async () => {
      throw new Fault('BROKER_UNAVAILABLE', 'connection refused');
    };
    const { ask } = await openHttpApi({}, ({ producer }) => ({ producer: { ...producer, publish: refuse } }));
    expect((await ask('/health')).body).toEqual({ status: 'ok' });
  });

  it('is 503 when the store does not answer', async () => {
    const refuse = async () => {
      throw new Fault('STORE_UNAVAILABLE', 'connection refused');
    };
    const { ask } = await openHttpApi({}, ({ store }) => ({ store: { ...store, read: refuse } }));
    const { status, headers } = await ask('/health');
    expect([status, headers.get('retry-after')]).toEqual([503, '1']);
  });
});

it('the public keys verify a token that a registration answered', async () => {
  const { ask } = await openHttpApi();
  const person = { username: 'jane', email: 'jane@example.com', password: 'password123' };
  const { body } = await ask('/api/v1/users/register', { body: person });
  const [header = ''] = String(body['token']).split('.');
  const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString());
  const { keys } = (await ask('/.well-known/jwks.json')).body as { keys: Record<string, unknown>[] };
  expect(keys.map((key) => key['kid'])).toEqual([kid]);
  expect(Object.keys(keys[0] ?? {}).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
});

import { expect, it } from 'vitest';
import { openHttpApi } from '../fixtures/httpApi.ts';
import { bearer, localTokens } from '../fixtures/tokens.ts';

const payment = { merchant_id: '0b0f7b52-6b1c-4f0e-9c5d-3f6a2a1d9e11', amount: 4_999, currency: 'EUR' };

it('who calls is told how to be let in, and nothing of the route behind', async () => {
  const { platform, ask } = await openHttpApi();
  const none = await ask('/api/v1/admin/alerts');
  expect([none.body['code'], none.headers.get('www-authenticate')]).toEqual(['UNAUTHENTICATED', 'Bearer']);
  const headers = { authorization: 'Bearer abc.def.ghi' };
  const broken = await ask('/api/v1/payments', { body: '{"broken', headers });
  expect([broken.status, broken.headers.get('www-authenticate')]).toEqual([401, 'Bearer error="invalid_token"']);
  const basic = await ask('/api/v1/admin/alerts', { headers: { authorization: 'Basic YTpi' } });
  expect(basic.status).toBe(401);
  const user = await bearer(platform, 'user');
  const refused = await ask('/api/v1/payments', { body: '{"broken', headers: user });
  expect([refused.status, refused.body['code']]).toEqual([403, 'FORBIDDEN']);
});

it('a merchant’s token without a merchant owns nothing, not even what names none', async () => {
  const { platform, ask } = await openHttpApi();
  const token = await localTokens(platform).mint({ id: 'm', roles: ['merchant'] });
  const headers = { authorization: `Bearer ${token}` };
  const answers = await Promise.all([
    ask('/api/v1/payments', { body: payment, headers }),
    ask('/api/v1/accounts/fee_income', { headers }),
    ask('/api/v1/accounts/merchant_available:undefined', { headers }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
});

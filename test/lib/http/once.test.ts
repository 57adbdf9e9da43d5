import { expect, it } from 'vitest';
import { onceOf } from '../../../lib/http/idempotency.ts';

const surroundings = { digest: (text: string) => text } as never;
const keyOf = (principal: Parameters<typeof onceOf>[0]['principal'], route = 'POST /api/v1/payments') =>
  onceOf({ key: 'k', principal, route, body: {} }, surroundings).ref.pk;
const jane = { issuer: 'us', id: 'jane', roles: ['merchant'] as const, merchantId: 'm-1' };

it('a key is the caller’s own, whatever roles they gain meanwhile', () => {
  expect(keyOf({ ...jane, roles: ['merchant', 'service'] })).toBe(keyOf(jane));
});

it.each([
  ['another caller', { ...jane, id: 'joe' }],
  ['another merchant', { ...jane, merchantId: 'm-2' }],
  ['another issuer’s caller', { ...jane, issuer: 'them' }],
  ['nobody', undefined],
])('%s has keys of their own', (_, principal) => {
  expect(keyOf(principal)).not.toBe(keyOf(jane));
});

it('another route has keys of its own', () => {
  expect(keyOf(jane, 'POST /api/v1/orders')).not.toBe(keyOf(jane));
});

import { describe, expect, it } from 'vitest';
import { digestUnder } from '../../../lib/connect/engine.ts';
import { answer, granting, ownedBy } from '../../../lib/http/action.ts';
import { earlierOf, remember, repeatOf } from '../../../lib/http/idempotency.ts';
import type { IdempotencyRow } from '../../../lib/http/idempotencyRow.ts';
import { type Once, onceOf } from '../../../lib/http/once.ts';
import { callerNames, type Principal } from '../../../lib/token/principal.ts';

const context = { digest: (text: string) => text } as never;
const roles = { merchant: { owns: 'merchant_id' }, user: { owns: 'sub' }, service: {} };
const keyOf = (principal: Principal | undefined, route = 'POST /api/v1/payments') =>
  onceOf({ key: 'k', caller: principal && callerNames(roles, principal), route, body: {} }, context).ref.pk;
const jane = { issuer: 'us', id: 'jane', roles: ['merchant'], claims: { merchant_id: 'm-1' } };

it('a key is the caller’s own, whatever roles they gain meanwhile', () => {
  expect(keyOf({ ...jane, roles: ['merchant', 'service'] })).toBe(keyOf(jane));
});

it.each([
  ['another caller', { ...jane, id: 'joe' }],
  ['another merchant', { ...jane, claims: { merchant_id: 'm-2' } }],
  ['another issuer’s caller', { ...jane, issuer: 'them' }],
  ['nobody', undefined],
])('%s has keys of their own', (_, principal) => {
  expect(keyOf(principal)).not.toBe(keyOf(jane));
});

it('a row that an earlier release wrote is found: a caller is issuer, id and the claim, or nothing', () => {
  expect(callerNames(roles, jane)).toEqual(['us', 'jane', 'm-1']);
  expect(callerNames(roles, { issuer: 'us', id: 'zoe', roles: ['user'] })).toEqual(['us', 'zoe', '']);
});

it('another route has keys of its own', () => {
  expect(keyOf(jane, 'POST /api/v1/orders')).not.toBe(keyOf(jane));
});

describe('on an open route', () => {
  const keyFor = (account: string | undefined, body: object) =>
    onceOf({ key: '1', caller: undefined, account, route: 'POST /register', body }, context).ref.pk;

  it('strangers who choose one key don’t meet: the account stands for the caller', () => {
    expect(keyFor('zoe@example.com', { n: 1 })).toBe(keyFor('zoe@example.com', { n: 2 }));
    expect(keyFor('zoe@example.com', { n: 1 })).not.toBe(keyFor('joe@example.com', { n: 1 }));
  });

  it('that names no account, the whole body does', () => {
    expect(keyFor(undefined, { n: 1, m: 2 })).toBe(keyFor(undefined, { m: 2, n: 1 }));
    expect(keyFor(undefined, { n: 1 })).not.toBe(keyFor(undefined, { n: 2 }));
  });
});

describe('a kept answer', () => {
  const body = { username: 'zoe', email: 'zoe@example.com', password: 'password123' };
  const request = { key: 'k', caller: undefined, route: 'POST /api/v1/users/register', body };
  const digest = digestUnder('a secret of at least thirty-two characters');
  const onceFor = (more: object = {}, under = digest) => onceOf({ ...request, ...more }, { digest: under } as never);
  const shown = { user: { id: '7', username: 'zoe', email: 'zoe@example.com' } };
  const decided = ownedBy({ user: '7' }, granting({ id: '7', roles: ['user'] }, answer(201, shown), 'a proof'));
  const again = (once: Once, row = kept) => {
    const earlier = earlierOf(row, once, 1);
    return earlier?.kind === 'same' ? repeatOf(earlier) : earlier;
  };
  const kept = remember(decided, onceFor(), undefined, 0)[0]?.item as IdempotencyRow;

  it('is told again to who repeats the request, with whom a token was for', () => {
    const reversed = Object.fromEntries(Object.entries(body).reverse());
    expect(again(onceFor({ body: reversed }))).toMatchObject({
      answer: { status: 201, body: shown, headers: { 'idempotent-replayed': 'true' } },
      grants: { id: '7', roles: ['user'] },
      owner: { user: '7' },
    });
    expect(earlierOf(kept, onceFor(), 1)).toMatchObject({ kept: { restsOn: 'a proof' } });
    expect(again(onceFor({ body: { ...body, password: 'password124' } }))).toEqual({ kind: 'other' });
  });

  it('does not stand in its row, nor whose it is, nor what opens it', () => {
    expect(Object.keys(kept).sort()).toEqual(['bodyHash', 'expiresAt', 'pk', 'sealed', 'sk', 'status']);
    const stored = Object.values(kept).flatMap((value) => [String(value), Buffer.from(String(value), 'base64url')]);
    for (const text of ['zoe', 'example.com', '"7"', onceFor().secret, 'user', 'proof'])
      expect(stored.filter((one) => one.includes(text))).toEqual([]);
  });

  it.each([
    ['of another route', { route: 'POST /register' }, digest],
    ['of another key', { key: 'k2' }, digest],
    ['of another caller', { caller: callerNames(roles, jane) }, digest],
    ['under another application secret', {}, digestUnder('another secret of thirty-two characters')],
  ])('is closed to the same body %s', (_, more, under) => {
    const { secret } = onceFor(more, under);
    expect(() => again({ ...onceFor(), secret })).toThrow(expect.objectContaining({ code: 'SEAL_BROKEN' }));
  });

  it('is closed to another body, though its hash were made to fit', () => {
    const { secret } = onceFor({ body: { ...body, password: 'password124' } });
    expect(() => again({ ...onceFor(), secret })).toThrow(expect.objectContaining({ code: 'SEAL_BROKEN' }));
  });
});

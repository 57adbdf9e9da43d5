import { expect, test } from 'vitest';
import { type FormerAddresses, inForce, leaveAddress } from '../../domain/users/formerAddresses.ts';

const nowMs = Date.parse('2026-11-21T08:00:00Z');
const nowSeconds = 1_795_248_000;
const day = 86_400;
const at = { nowMs, days: 14 };

/** The former addresses after these were left one after another, a day between two. */
function leaving(...emails: string[]): FormerAddresses | undefined {
  let found: FormerAddresses | undefined;
  for (const [n, email] of emails.entries()) {
    const [write] = leaveAddress('7', email, found, { nowMs: nowMs + n * day * 1000, days: 14 });
    found = write?.item as FormerAddresses;
  }
  return found;
}

test('an address that was left counts for so many days, and the item no longer', () => {
  const [write] = leaveAddress('7', 'old@example.com', undefined, at);
  expect(write).toMatchObject({
    when: { absent: true },
    item: {
      pk: 'user#7',
      sk: '-',
      version: 1,
      addresses: [{ email: 'old@example.com', until: nowSeconds + 14 * day }],
      expiresAt: nowSeconds + 14 * day,
    },
  });
  const found = write?.item as FormerAddresses;
  expect(inForce(found, nowMs + 14 * day * 1000 - 1)).toHaveLength(1);
  expect(inForce(found, nowMs + 14 * day * 1000)).toEqual([]);
});

test('many changes push out none of the first three, nor the one left last', () => {
  const found = leaving('victim@example.com', 'a@example.com', 'b@example.com', 'c@example.com', 'd@example.com');
  expect(found?.addresses?.map(({ email }) => email)).toEqual([
    'victim@example.com',
    'a@example.com',
    'b@example.com',
    'd@example.com',
  ]);
  expect(found?.version).toBe(5);
});

test('one that is left again, in whatever spelling, is there once and counts anew', () => {
  const found = leaving('anna@müller.example', 'b@example.com', 'Anna@xn--mller-kva.example');
  expect(found?.addresses).toEqual([
    { email: 'anna@müller.example', until: nowSeconds + 16 * day },
    { email: 'b@example.com', until: nowSeconds + 15 * day },
  ]);
});

test('those that have had their time make room', () => {
  const found = leaving('a@example.com', 'b@example.com', 'c@example.com');
  const [write] = leaveAddress('7', 'd@example.com', found, { nowMs: nowMs + 14.5 * day * 1000, days: 14 });
  const { addresses } = { ...(write?.item as FormerAddresses | undefined) };
  const emails = addresses?.map(({ email }) => email);
  expect([emails, write?.when]).toEqual([
    ['b@example.com', 'c@example.com', 'd@example.com'],
    { equals: { version: 3 } },
  ]);
});

test('nothing is written where an erasure left its tombstone', () => {
  const buried = { pk: 'user#7', sk: '-', version: 2, deletedAt: '2026-11-21T07:00:00.000Z' };
  expect([leaveAddress('7', 'a@example.com', buried, at), inForce(buried, nowMs)]).toEqual([[], []]);
});

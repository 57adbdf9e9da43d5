import { describe, expect, test } from 'vitest';
import { hashPassword, nobodysHash, verifyPassword } from '../../../lib/http/password.ts';

/** Hashes from the reference implementation's own tests (phc-winner-argon2, src/test.c): costs and lanes other than ours. */
const known = [
  '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4',
  '$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc',
];

describe('a password', () => {
  test.each(known)('is known by the parameters of its hash: %s', async (hash) => {
    expect([await verifyPassword('password', hash), await verifyPassword('passwore', hash)]).toEqual([true, false]);
  });

  test('is known by the hash that was made of it, however it was typed', async () => {
    const hash = await hashPassword('caf\u00e9 \uff11\uff12\uff13', 8);
    expect(await verifyPassword('cafe\u0301 123', hash)).toBe(true);
    expect(await verifyPassword('cafe 123', hash)).toBe(false);
  });

  test('is never nobody’s, whose hash costs what a new one does', async () => {
    const made = await hashPassword('password123', 19_456);
    const hashes = [made, nobodysHash(19_456)];
    const costs = hashes.map((hash) => hash.split('$').slice(1, 4).join());
    expect(costs).toEqual(['argon2id,v=19,m=19456,t=2,p=1', 'argon2id,v=19,m=19456,t=2,p=1']);
    expect(hashes.map(({ length }) => length)).toEqual([97, 97]);
    expect(await verifyPassword('password123', nobodysHash(19_456))).toBe(false);
    expect(nobodysHash(8).split('$').slice(1, 4).join()).toBe('argon2id,v=19,m=8,t=2,p=1');
  });

  test.each([
    '',
    'secret-text',
    '$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$secret',
    '$argon2id$v=16$m=256,t=2,p=1$c29tZXNhbHQ$secret',
    `${known[0]}$more-secret`,
  ])('cannot be judged by %j, and what is thrown holds nothing of it', async (hash) => {
    await expect(verifyPassword('password', hash)).rejects.toThrow(
      /^a password hash is no PHC string of argon2id, version 19$/,
    );
  });
});

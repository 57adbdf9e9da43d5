import { expect, test } from 'vitest';
import { seal, unseal } from '../../../lib/sealing/seal.ts';

const secret = 'c2VjcmV0LW9mLTI1Ni1iaXRzLWZvci10ZXN0cy0wMTIzNDU2Nzg5';
const content = { ip: '203.0.113.7', agents: ['Zoë’s browser'], none: null };

test('what is sealed opens under the same secret at the same place, and shows nothing of itself', () => {
  const sealed = seal(secret, 'logins/user#7', content);
  expect(unseal(secret, 'logins/user#7', sealed)).toEqual(content);
  expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toMatch(/203\.0|browser/);
  expect(sealed).toMatch(/^[\w-]+$/);
});

test('is the same text for the same content, and shares no nonce with another', () => {
  const one = seal(secret, 'place', content);
  expect(seal(secret, 'place', content)).toBe(one);
  const nonces = [one, seal(secret, 'place', { ...content, none: 0 }), seal(secret, 'place 2', content)];
  expect(new Set(nonces.map((text) => text.slice(0, 16))).size).toBe(3);
});

test.each([
  ['another secret', 'b3RoZXI', 'place', (text: string) => text],
  ['another place', secret, 'place 2', (text: string) => text],
  [
    'one bit changed',
    secret,
    'place',
    (text: string) => `${text.slice(0, 20)}${text[20] === 'A' ? 'B' : 'A'}${text.slice(21)}`,
  ],
  ['its end cut off', secret, 'place', (text: string) => text.slice(0, -4)],
  ['nothing', secret, 'place', () => ''],
])('does not open with %s', (_, key, place, changed) => {
  const sealed = changed(seal(secret, 'place', content));
  expect(() => unseal(key, place, sealed)).toThrow(expect.objectContaining({ code: 'SEAL_BROKEN' }));
});

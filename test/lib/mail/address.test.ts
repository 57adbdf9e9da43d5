import { describe, expect, test } from 'vitest';
import { asciiAddress, emailAddress, heardAddress, normaliseAddress } from '../../../lib/mail/address.ts';

const label63 = 'd'.repeat(63);
const local64 = 'l'.repeat(64);
/** 64 + 1 + 189 octets. */
const longest = `${local64}@${label63}.${label63}.${'e'.repeat(61)}`;

describe('mail is sent to', () => {
  test.each([
    ['anna@xn--e1afmkfd.xn--p1ai', 'anna@xn--e1afmkfd.xn--p1ai'],
    ['anna@müller.example', 'anna@xn--mller-kva.example'],
    ['anna@mu\u0308ller.example', 'anna@xn--mller-kva.example'],
    ['anna@例え.テスト', 'anna@xn--r8jz45g.xn--zckzah'],
    ['rock&roll@example.com', 'rock&roll@example.com'],
    ["o'neil+tag@example.com", "o'neil+tag@example.com"],
    ["'leading@example.com", "'leading@example.com"],
    ["!#$%&'*+/=?^_`{|}~-@example.com", "!#$%&'*+/=?^_`{|}~-@example.com"],
    ['a.b.c@example.com', 'a.b.c@example.com'],
    ['Anna@EXAMPLE.Com', 'Anna@example.com'],
    ['  anna@example.com\n', 'anna@example.com'],
    ['a@1und1.de', 'a@1und1.de'],
    ['a@sub.my-host.co.uk', 'a@sub.my-host.co.uk'],
    [longest, longest],
  ])('%j', (written, ascii) => {
    expect(asciiAddress(written)).toBe(ascii);
    expect(emailAddress.safeParse(written).data).toBe(written.trim());
  });
});

describe('nobody is reached by', () => {
  test.each([
    '',
    'nobody',
    '@example.com',
    'anna@',
    'anna@localhost',
    'a@b@example.com',
    'a b@example.com',
    '.anna@example.com',
    'anna.@example.com',
    'an..na@example.com',
    'anna@example..com',
    'anna@example.com.',
    'anna@-example.com',
    'anna@example-.com',
    'anna@exa_mple.com',
    'anna@ex%61mple.com',
    'anna@1.2.3.4',
    'anna@1.2.3',
    'anna@0x7f.1',
    'anna@[192.0.2.1]',
    'anna@example.c',
    'anna@xn--zzzzzz99999.com',
    'anna@xn--.com',
    '"anna b"@example.com',
    'анна@example.com',
    'Anna <anna@example.com>',
    'anna@example.com, bob@example.com',
    'anna@example.com\r\nbcc: bob@example.com',
    'anna@exam\u00adple.com',
    'anna@exam\u200bple.com',
    'anna@\ud800.com',
    `${'l'.repeat(65)}@example.com`,
    `anna@${'d'.repeat(64)}.com`,
    `anna@${'ö'.repeat(60)}.com`,
    `x${longest}`,
    `${local64}@${label63}.${label63}.${'e'.repeat(62)}`,
  ])('%j', (written) => {
    expect(asciiAddress(written)).toBeUndefined();
    expect(emailAddress.safeParse(written).success).toBe(false);
    expect(heardAddress.parse(written)).toBeUndefined();
  });

  test.each([null, 7, {}, ['anna@example.com'], { String: 'anna@example.com', Valid: true }])('%j', (told) => {
    expect(heardAddress.parse(told)).toBeUndefined();
  });
});

test.each([
  [
    ['Anna@müller.example', 'anna@MÜLLER.example', 'anna@xn--mller-kva.example', ' ANNA@XN--MLLER-KVA.EXAMPLE '],
    'anna@xn--mller-kva.example',
  ],
  [['  Zoë@EXAMPLE.com ', 'ZOE\u0308@example.com'], 'zoë@example.com'],
])('%j are one mailbox', (spellings, one) => {
  for (const spelling of spellings) expect(normaliseAddress(spelling)).toBe(one);
});

test('a megabyte of whatever is judged at once', () => {
  const long = ['a'.repeat(1e6), `${'a.'.repeat(5e5)}@`, `a@${'b-'.repeat(5e5)}`, `a@${'b.'.repeat(5e5)}`];
  const started = performance.now();
  for (const text of long) expect(asciiAddress(text)).toBeUndefined();
  expect(performance.now() - started).toBeLessThan(500);
});

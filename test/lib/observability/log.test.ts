import { expect, it } from 'vitest';
import { createLog, redact } from '../../../lib/observability/log.ts';
import { shapeOf } from '../../../lib/observability/shape.ts';

it('a line names no address that others said in an error, and says all else of it', () => {
  const lines: string[] = [];
  const log = createLog({ level: 'info', format: 'json', now: Date.now }, { function: 'deliverEmail' }, (line) =>
    lines.push(line),
  );
  log.warn('record.failed', {
    error: 'MessageRejected: the address erika.marker@example.com is on a list',
    because: 'erika.marker@example.com',
    place: 'notification.email-1@7',
  });
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    function: 'deliverEmail',
    error: 'MessageRejected: the address [address] is on a list',
    because: '[address]',
    place: 'notification.email-1@7',
  });
});

it.each([
  ['Erika Marker', '"aaaaa aaaaaa" (masked: letters as a, digits as 9)'],
  ['{"email":"erika.marker@example.com"}', '"{\\"aaaaa\\":\\"aa"… (36 characters; masked: letters as a, digits as 9)'],
  ['<user id="7">', '"<aaaa aa=\\"9\\""… (13 characters; masked: letters as a, digits as 9)'],
  ['+49 151 1234', '"+99 999 9999" (masked: letters as a, digits as 9)'],
  ['林梅 é', '"aa a" (masked: letters as a, digits as 9)'],
  ['{}', '"{}"'],
])('of %j a message shows the shape alone', (came, shape) => {
  expect(shapeOf(came)).toBe(shape);
});

it('of a time all digits count', () => {
  expect(shapeOf('2026-11-21T08:00', 35)).toBe('"9999-99-99a99:99" (masked: letters as a, digits as 9)');
});

it.each([
  ['a word of 200 KB', 'a'.repeat(200_000)],
  ['half an address of 1 MB', `${'a'.repeat(1_000_000)}@`],
  ['a chain of signs', '@'.repeat(200_000)],
  ['a chain of halves', 'a@b.'.repeat(50_000)],
  ['secrets without an end', 'token: "'.repeat(50_000)],
  ['a secret of blanks', `password${' '.repeat(200_000)}`],
])('redacts %s within a moment', (_, text) => {
  const startedMs = performance.now();
  const clean = redact(text);
  expect(performance.now() - startedMs).toBeLessThan(200);
  expect(Buffer.byteLength(clean)).toBeLessThanOrEqual(1024);
});

it.each([
  ['the address zoe@example.com is on a list', 'the address [address] is on a list'],
  ['mailto:zoe@example.com,林@例え.jp;', '[address]'],
  ['<zoe@example.com> and "erika.marker@example.com"', '<[address]> and "[address]"'],
  ['at 08:00 @noon a@b @example.com', 'at 08:00 @noon a@b @example.com'],
  ['password: geheim and token="a b" left', 'password: [secret] and token=[secret] left'],
  ['authorization: "Bearer abc', 'authorization: [secret]'],
  ["to o'neil+tag@example.com: no", 'to [address] no'],
  ["it is 'rock&roll@müller.example'", "it is '[address]'"],
])('redacts %j to %j', (text, clean) => {
  expect(redact(text)).toBe(clean);
});

it('shows no half of an address, a secret or a character where it cuts', () => {
  expect(redact(`${'x'.repeat(1_000)} and zoe.larsen@example.com`)).toBe(`${'x'.repeat(1_000)} and …`);
  expect(redact(`${'x'.repeat(1_000)} token="a secret of many words"`)).not.toContain('secret of');
  expect(redact('😀'.repeat(300))).toBe('😀'.repeat(256));
  expect(redact(`a${'😀'.repeat(300)}`)).toBe(`a${'😀'.repeat(255)}`);
});

it('bounds every text of a line, and breaks no character', () => {
  const lines: string[] = [];
  const log = createLog({ level: 'info', format: 'json', now: Date.now }, {}, (line) => lines.push(line));
  log.info('record.settled', { eventId: `a${'😀'.repeat(200_000)}`, error: 'b'.repeat(500_000), type: 'order.paid' });
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    eventId: `a${'😀'.repeat(149)}… (400001 characters)`,
    error: 'b'.repeat(1_024),
    type: 'order.paid',
  });
});

import { expect, it } from 'vitest';
import { createLog } from '../../../lib/observability/log.ts';
import { shapeOf } from '../../../lib/observability/shape.ts';

it('a line names no address that others said in an error, and says all else of it', () => {
  const lines: string[] = [];
  const log = createLog({ level: 'info', format: 'json' }, { function: 'deliverEmail' }, (line) => lines.push(line));
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
  ['Erika Marker', '"aaaaa aaaaaa"'],
  ['{"email":"erika.marker@example.com"}', '"{\\"aaaaa\\":\\"aa"… (36 characters)'],
  ['<user id="7">', '"<aaaa aa=\\"9\\""… (13 characters)'],
  ['+49 151 1234', '"+99 999 9999"'],
  ['林梅 é', '"aa a"'],
])('of %j a message shows the shape alone', (came, shape) => {
  expect(shapeOf(came)).toBe(shape);
});

it('of a time all digits count', () => {
  expect(shapeOf('2026-11-21T08:00', 35)).toBe('"9999-99-99a99:99"');
});

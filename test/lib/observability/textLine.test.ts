import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { type LogLine, textLine } from '../../../lib/observability/textLine.ts';

const nowMs = Date.parse('2026-12-01T08:29:43.083Z');
const line = (message: string, fields: LogLine['fields'], level: LogLine['level'] = 'info') =>
  textLine({ nowMs, level, message, fields }, false);

test('a batch is one line: how many became what, how long it took, where it began', () => {
  const fields = { function: 'updateUserView', first: 'user.events-0@7', records: 16 };
  expect(line('batch.settled', { ...fields, handled: 12, duplicate: 3, ignored: 1, durationMs: 4.21 })).toBe(
    '08:29:43.083 info  updateUserView         12 handled, 3 duplicates, 1 ignored  4.2 ms  user.events-0@7',
  );
  expect(
    line('batch.settled', { ...fields, 'handed-back': 2, durationMs: 431, error: 'user.events-0@7: it waits' }),
  ).toBe(
    '08:29:43.083 info  updateUserView         2 handed back  431 ms  user.events-0@7\n    user.events-0@7: it waits',
  );
});

test('a request is one line', () => {
  const fields = { function: 'users', method: 'POST', path: '/api/v1/users/register', status: 201, durationMs: 34 };
  expect(line('request.answered', { ...fields, requestId: 'r', traceId: 't' })).toBe(
    '08:29:43.083 info  users                  POST /api/v1/users/register 201 34 ms',
  );
});

test('a failure has its sentence and its stack trace below, and what else is known behind it', () => {
  const fields = {
    function: 'f',
    place: 'a-0@1',
    verdict: 'retry',
    errorCode: 'UNKNOWN',
    error: 'it broke',
    stack: 'at x\nat y',
  };
  expect(line('record.failed', fields, 'warn').split('\n')).toEqual([
    '08:29:43.083 warn  f                      record.failed place=a-0@1 verdict=retry errorCode=UNKNOWN',
    '    it broke',
    '      at x',
    '      at y',
  ]);
});

test.each([
  ['a colour', '\u001b[31mred', '\\u001b[31mred'],
  ['a cleared screen, by one sign', '\u009b2J', '\\u009b2J'],
  ['a line that is none', 'x\n08:29:43.083 error f all is lost', 'x\\u000a08:29:43.083 error f all is lost'],
  ['a turned text', 'abc\u202egnp.exe', 'abc\\u202egnp.exe'],
  ['a bell', 'x\u0007', 'x\\u0007'],
])('%s in a text of an event reaches no terminal', (_, text, seen) => {
  const settled = { topic: 'a', partition: 0, offset: 1, outcome: 'dead-letter', durationMs: 1 };
  expect(line('record.settled', { ...settled, type: text }, 'warn')).toBe(
    `08:29:43.083 warn                         a-0@1 ${seen} dead letter 1 ms`,
  );
  for (const fields of [{ type: text }, { function: text }]) expect(line('anything', fields)).toContain(seen);
  // A sentence of several lines stays below its own.
  for (const below of line('anything', { error: text }).split('\n').slice(1)) expect(below).toMatch(/^ {4}[ -~]+$/);
});

test('colours change nothing else', () => {
  const fields = { function: 'users', place: 'a-0@1', error: 'it broke' };
  const coloured = textLine({ nowMs, level: 'warn', message: 'record.failed', fields }, true);
  expect(coloured).not.toBe(stripVTControlCharacters(coloured));
  expect(stripVTControlCharacters(coloured)).toBe(line('record.failed', fields, 'warn'));
});

// Every way to read the machine's clock is refused where a clock is passed in, and nothing else that has to do with dates.
import { expect, it } from 'vitest';
import { findClockReads } from './clock.ts';
import { readSources } from './sources.ts';

const found = (path: string, text: string) => findClockReads([{ path, text }]).map(({ line, came }) => [line, came]);

it.each([
  ['const at = Date.now();', 'Date.now'],
  ["const at = Date['now']();", 'Date.[…]'],
  ['const open = ({ now = Date.now }: { now?: () => number }) => now();', 'Date.now'],
  ['const at = new Date();', 'Date without a time'],
  ['const at = new Date;', 'Date without a time'],
  ['const at = Date();', 'Date without a time'],
  ['const { now } = Date;', 'Date without a time'],
  ['const D = Date;', 'Date without a time'],
  ['const at = new globalThis.Date();', 'Date without a time'],
  ['const at = globalThis.Date.now();', 'Date.now'],
  ['const at = performance.timeOrigin + performance.now();', 'timeOrigin'],
  ['const at = Temporal.Now.instant();', 'Temporal'],
  ['export const clocks = { Date };', 'Date without a time'],
])('%s', (text, came) => {
  for (const room of ['lib', 'events', 'domain', 'functions', 'deploy', 'local', 'ops', 'bench'])
    expect(found(`${room}/a.ts`, `// Date\n${text}`)).toEqual([[2, came]]);
});

it.each([
  'const at = (ms: number): Date => new Date(ms);',
  "const at = Date.parse('2026-11-21') + Date.UTC(2026, 10, 21);",
  'const isDate = (value: unknown): value is Date => value instanceof Date;',
  'const dates: Date[] = [];\nexport type Dates = Map<string, Date>;',
  "const headers = { Date: 'today' };\nexport const told = headers.Date;",
  'const startedMs = performance.now();',
])('leaves alone %s', (text) => expect(found('lib/a.ts', text)).toEqual([]));

it('the file that reads it is imported only where a program begins', () => {
  const text = "import { machineClock } from '../clock/clock.ts';\nexport const at = machineClock();";
  for (const path of ['lib/mail/a.ts', 'functions/http/a/handler.ts', 'domain/a.ts', 'events/a.ts', 'deploy/a.ts'])
    expect(found(path, text)).toEqual([[1, 'machineClock']]);
  for (const path of ['lib/lambda/lambda.ts', 'local/a.ts', 'ops/a.ts', 'bench/a.ts', 'test/a.ts'])
    expect(found(path, text)).toEqual([]);
  expect(found('lib/a.ts', "import type { Clock } from '../clock/clock.ts';")).toEqual([]);
});

it('tests may look at it, and so may the one file', () => {
  for (const path of ['test/lib/a.test.ts', 'lib/clock/clock.ts']) expect(found(path, 'Date.now();')).toEqual([]);
});

it('the tree is as this asks', () => expect(findClockReads(readSources('.'))).toEqual([]));

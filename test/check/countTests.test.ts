import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'countTests-'));
afterAll(() => rmSync(folder, { recursive: true }));

function counted(report: string, exitStatus: string): string {
  const counting = ['.ci/countTests.ts', join(folder, report), exitStatus];
  return execFileSync(process.execPath, counting, { encoding: 'utf8' }).trim();
}

test('A run that left no report, or ran no test, counts as failed though it exits with 0', () => {
  writeFileSync(join(folder, 'empty.json'), '{"testResults":[]}');
  expect(counted('missing.json', '0')).toBe('0 1');
  expect(counted('empty.json', '0')).toBe('0 1');
});

test('A run whose tests passed counts them, and one failure more where it exits with another status', () => {
  const file = { status: 'passed', assertionResults: [{ status: 'passed' }, { status: 'passed' }] };
  writeFileSync(join(folder, 'passed.json'), JSON.stringify({ testResults: [file] }));
  expect(counted('passed.json', '0')).toBe('2 0');
  expect(counted('passed.json', '1')).toBe('2 1');
});

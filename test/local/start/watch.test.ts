import { utimesSync } from 'node:fs';
import { expect, it } from 'vitest';
import { newFolder, startProgram } from '../programs.ts';

it('starts the stack anew when a source file is saved, on the same state, and ends with 0 at a SIGTERM', async () => {
  const args = ['--watch', '--api-port', '0', '--console-port', '0', '--state', newFolder()];
  const { child, firstLine, ended } = startProgram('start', args);
  const ready = /^ready api=http:\/\/127\.0\.0\.1:\d+/;
  expect(await firstLine).toMatch(ready);
  const second = new Promise<string>((resolve) => child.stdout?.once('data', (chunk) => resolve(String(chunk))));
  const saved = new Date();
  utimesSync('functions/http/users/config.ts', saved, saved);
  expect(await second).toMatch(ready);
  child.kill('SIGTERM');
  const { status, stderr } = await ended;
  expect(status).toBe(0);
  expect(stderr).toContain('functions/http/users/config.ts was saved: starting anew\n');
});

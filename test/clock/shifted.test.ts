// The preload that CI ages the suites with: seen to reach each way to ask for the time, and processes below.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { environmentWith } from '../environment.ts';

const DAY_MS = 86_400_000;
const preload = join(import.meta.dirname, 'shifted.mjs');

it('sets every clock ahead, also below, and leaves a given time and the timers alone', () => {
  const asks = `
    const { spawnSync } = require('node:child_process');
    const below = Number(spawnSync(process.execPath, ['-p', 'Date.now()'], { encoding: 'utf8' }).stdout);
    const at = new Date(1_700_000_000_000);
    const said = [Date.now(), new Date().getTime(), Date.parse(Date()), below];
    const kept = [at.toISOString(), Date.UTC(2028, 1, 29), at instanceof Date, at.constructor === Date];
    console.log(JSON.stringify({ said, kept, upMs: performance.now() }));`;
  const shift = String(400 * DAY_MS);
  const env = environmentWith({ CLOCK_SHIFT_MS: shift, NODE_OPTIONS: `--import ${preload}` });
  const { stdout } = spawnSync(process.execPath, ['-e', asks], { encoding: 'utf8', env });
  const { said, kept, upMs } = JSON.parse(stdout) as { said: number[]; kept: unknown[]; upMs: number };
  const trueMs = Date.now();
  for (const ms of said) expect(Math.abs(ms - trueMs - 400 * DAY_MS)).toBeLessThan(20_000);
  expect(kept).toEqual(['2023-11-14T22:13:20.000Z', 1_835_395_200_000, true, true]);
  expect(upMs).toBeLessThan(20_000);
});

it('is refused without a number: a run that is not aged shows nothing', () => {
  const env = environmentWith({ CLOCK_SHIFT_MS: 'soon', NODE_OPTIONS: '' });
  const { status, stderr } = spawnSync(process.execPath, ['--import', preload, '-e', ''], { encoding: 'utf8', env });
  expect([status, stderr.includes('CLOCK_SHIFT_MS: expected milliseconds')]).toEqual([1, true]);
});

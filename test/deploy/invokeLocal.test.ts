import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { run } from '../../local/cache.ts';
import { environmentWith } from '../environment.ts';

it('`serverless invoke local` runs a function from source, on the state of the local stack', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'invoke-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const batch = 'events/msk/initialiseUserSettings.json';
  const args = ['invoke', 'local', '--function', 'initialiseUserSettings', '--path', batch];
  const env = environmentWith({ STATE_DIR: folder, HOME: folder });
  const { stderr } = await run(join('node_modules', '.bin', 'serverless'), args, { env });
  expect(stderr).toContain('"message":"batch.settled","function":"initialiseUserSettings"');
  expect(stderr).toContain('"handled":2');
}, 120_000);

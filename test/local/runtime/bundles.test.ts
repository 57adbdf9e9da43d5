import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { jobConfig } from '../../../lib/declare/jobConfig.ts';
import { every } from '../../../lib/declare/schedule.ts';
import { makeBundle } from '../../../local/runtime/bundles.ts';

/** A project with one function of two files. */
function givenProject() {
  const root = mkdtempSync(join(tmpdir(), 'bundles-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const folder = 'functions/jobs/tidy';
  for (const path of [folder, 'deploy']) mkdirSync(join(root, path), { recursive: true });
  const write = (path: string, text: string) => writeFileSync(join(root, path), text);
  write('package-lock.json', '{}');
  for (const file of ['bundle', 'portAdapters', 'requireBuiltins']) write(`deploy/${file}.ts`, '');
  write(`${folder}/n.ts`, 'export const n = 1;');
  write(`${folder}/handler.ts`, "import { n } from './n.ts'; export const handler = () => n;");
  const declared = { config: jobConfig({ name: 'tidy', schedule: every(1), uses: [], timeoutSeconds: 1 }), folder };
  const outdir = join(root, 'out');
  const answer = async (version: number): Promise<unknown> =>
    (await import(`${join(outdir, 'index.mjs')}?${version}`)).handler();
  return { root, folder, outdir, write, answer, make: () => makeBundle(declared, outdir, root) };
}

it('makes a bundle once as long as nothing changes', async () => {
  const { make, answer } = givenProject();
  expect([await make(), await make()]).toEqual([true, false]);
  expect(await answer(1)).toBe(1);
});

it('makes it anew when one of its files changes, and leaves nothing of the old one', async () => {
  const { folder, outdir, write, make, answer } = givenProject();
  await make();
  writeFileSync(join(outdir, 'chunk-OLD.mjs'), '');
  write(`${folder}/n.ts`, 'export const n = 22;');
  expect(await make()).toBe(true);
  expect(await answer(2)).toBe(22);
  expect(existsSync(join(outdir, 'chunk-OLD.mjs'))).toBe(false);
});

it('makes it anew when dependencies change, or the way bundles are made', async () => {
  const { root, make } = givenProject();
  await make();
  for (const path of ['package-lock.json', 'deploy/bundle.ts', 'deploy/portAdapters.ts', 'deploy/requireBuiltins.ts']) {
    utimesSync(join(root, path), new Date(), new Date(0));
    expect([await make(), await make()], path).toEqual([true, false]);
  }
});

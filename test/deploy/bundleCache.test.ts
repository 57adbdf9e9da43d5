import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { bundleOnce } from '../../deploy/bundleCache.ts';

/** A project whose bundle is its one file in capitals. */
function givenProject() {
  const root = mkdtempSync(join(tmpdir(), 'cache-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const write = (text: string) => writeFileSync(join(root, 'a.ts'), text);
  write('one');
  writeFileSync(join(root, 'recipe.ts'), '1');
  let made = 0;
  const make = async (outdir: string) => {
    made += 1;
    const text = readFileSync(join(root, 'a.ts'), 'utf8');
    const file = `${text}.mjs`;
    await new Promise((resolve) => setTimeout(resolve, 5));
    writeFileSync(join(outdir, file), text.toUpperCase());
    const output = { bytes: text.length, inputs: {}, imports: [], exports: [] };
    return {
      inputs: { 'a.ts': { bytes: text.length, imports: [] } },
      outputs: { [relative(root, join(outdir, file))]: output },
    };
  };
  const bundle = (outdir = 'out') => bundleOnce({ root, name: 'f', recipe: ['recipe.ts'], make }, join(root, outdir));
  return { root, write, bundle, times: () => made, out: (file: string) => join(root, 'out', file) };
}

it('makes a bundle of the same files once, wherever it goes', async () => {
  const { root, bundle, times } = givenProject();
  expect(Object.keys((await bundle()).outputs)).toEqual(['out/one.mjs']);
  expect(Object.keys((await bundle('else/where')).outputs)).toEqual(['else/where/one.mjs']);
  expect(readFileSync(join(root, 'else/where/one.mjs'), 'utf8')).toBe('ONE');
  expect(times()).toBe(1);
});

it('makes it anew where a file or the recipe changed, though its size is the same, and leaves nothing of the old one', async () => {
  const { root, write, bundle, times, out } = givenProject();
  await bundle();
  write('two');
  await bundle();
  expect([readFileSync(out('two.mjs'), 'utf8'), existsSync(out('one.mjs'))]).toEqual(['TWO', false]);
  writeFileSync(join(root, 'recipe.ts'), '2');
  await bundle();
  expect(times()).toBe(3);
});

it('does not touch what is there already, for somebody may be reading it', async () => {
  const { bundle, out } = givenProject();
  await bundle();
  const before = statSync(out('one.mjs'), { bigint: true });
  await bundle();
  const after = statSync(out('one.mjs'), { bigint: true });
  expect([after.ino, after.mtimeNs]).toEqual([before.ino, before.mtimeNs]);
});

it('made side by side, it is whole for everybody, and nothing else is left', async () => {
  const { root, bundle } = givenProject();
  await Promise.all(Array.from({ length: 8 }, (_, at) => bundle(`out${at}`)));
  for (let at = 0; at < 8; at += 1) expect(readdirSync(join(root, `out${at}`))).toEqual(['one.mjs']);
  expect(readdirSync(join(root, 'node_modules/.cache/bundles'))).toEqual(['f']);
});

it('a cache that was cut off half-way is made anew', async () => {
  const { root, bundle, times, out } = givenProject();
  await bundle();
  rmSync(join(root, 'node_modules/.cache/bundles/f/one.mjs'));
  rmSync(out('one.mjs'));
  await bundle();
  expect([times(), readFileSync(out('one.mjs'), 'utf8')]).toEqual([2, 'ONE']);
});

import { expect, it } from 'vitest';
import { findRoomPages } from './roomPages.ts';
import { describeFinding } from './sources.ts';
import { writeTree } from './tree.ts';

const check = (files: Record<string, string>) => findRoomPages(writeTree(files)).map(describeFinding);
const page = '# a\n\n- `one.ts` – the first\n- Later: `two.ts` – the second, see `lib/b/three.ts`\n';

it('a folder of lib whose page names each of its files is well', () => {
  expect(check({ 'lib/a/one.ts': '', 'lib/a/two.ts': '', 'lib/a/README.md': page })).toEqual([]);
});

it('a folder without a page is told what to write, a folder inside another too', () => {
  const expected = 'expected a page of at most 25 lines';
  const found = check({ 'lib/a/one.ts': '', 'lib/a/b/c/two.ts': '', 'lib/a/README.md': '`one.ts`\n' });
  expect(found).toEqual([expect.stringContaining(`lib/a/b/c/README.md:1  ${expected}`)]);
});

it('a file that is not named, and a name that is no file, are told with what to do', () => {
  expect(check({ 'lib/a/one.ts': '', 'lib/a/new.ts': '', 'lib/a/README.md': page })).toEqual([
    'lib/a/README.md:1  expected each file in reading order: add "`new.ts` – what it is for", came none',
    'lib/a/README.md:4  expected files of this folder only, came two.ts',
  ]);
});

it('a page has at most 25 lines', () => {
  const lines = (count: number) => `\`one.ts\`${'\n'.repeat(count - 1)}end\n`;
  expect(check({ 'lib/a/one.ts': '', 'lib/a/README.md': lines(25) })).toEqual([]);
  expect(check({ 'lib/a/one.ts': '', 'lib/a/README.md': lines(26) })).toEqual([
    'lib/a/README.md:26  expected at most 25 lines, came 26',
  ]);
});

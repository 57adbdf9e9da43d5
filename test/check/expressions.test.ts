import { expect, it } from 'vitest';
import { expressionsIn, findSlowExpressions } from './expressions.ts';
import { readSources } from './sources.ts';
import { writeTree } from './tree.ts';

const check = (files: Record<string, string>) => findSlowExpressions(expressionsIn(readSources(writeTree(files))));

it('refuses an expression that takes exponential time, and one that takes quadratic time', async () => {
  const found = await check({
    'lib/a.ts': 'export const word = /^(a+)+$/;\n',
    'domain/b.ts': `// One\nexport const address = /[^\\s@]+@[^\\s@]+/g;\n`,
  });
  expect(found).toEqual([
    { path: 'domain/b.ts', line: 2, expected: 'linear time from /[^\\s@]+@[^\\s@]+/g', came: expect.any(String) },
    { path: 'lib/a.ts', line: 1, expected: 'linear time from /^(a+)+$/', came: expect.any(String) },
  ]);
  expect(found.map(({ came }) => came.split(',')[0])).toEqual(['2nd degree polynomial', 'exponential']);
});

it('takes what is linear, wherever it stands, and leaves tests alone', async () => {
  const files = {
    'lib/a.ts':
      "export const id = /^[\\w-]{1,64}$/u;\nexport const cut = (text: string) => text.replace(/\\s+/g, ' ');\n",
    'test/a.test.ts': 'export const line = /(a*)*b/;\n',
  };
  expect(await check(files)).toEqual([]);
});

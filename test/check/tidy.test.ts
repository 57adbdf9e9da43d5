import { expect, it } from 'vitest';
import { describeFinding, readSources } from './sources.ts';
import { findUntidiness } from './tidy.ts';
import { writeTree } from './tree.ts';

const check = (files: Record<string, string>) => findUntidiness(readSources(writeTree(files))).map(describeFinding);

it('finds nothing in a tidy tree', () => {
  const files = {
    'lib/store/store.ts': '// Reads and writes.\nexport const todo = "TODO is fine outside a comment";\n',
    'lib/node_modules/a/utils.ts': '// TODO: not ours\n',
    'test/lib/store/store.test.ts': '',
  };
  expect(check(files)).toEqual([]);
});

it.each(['utils', 'common', 'types', 'helpers', 'index'])('refuses a file named %s', (name) => {
  expect(check({ [`lib/store/${name}.ts`]: '' })).toEqual([
    `lib/store/${name}.ts:1  expected a name that says what is inside, came ${name}.ts`,
  ]);
});

it('refuses a folder with an empty name, and a test named after nothing', () => {
  expect(check({ 'lib/common/store.ts': '', 'test/lib/utils.test.ts': '' })).toEqual([
    'lib/common/store.ts:1  expected a name that says what is inside, came common',
    'test/lib/utils.test.ts:1  expected a name that says what is inside, came utils.test.ts',
  ]);
});

it('finds work left for later, wherever the comment stands', () => {
  const text = 'export const a = 1; // TODO: more\n/**\n * FIXME\n */\n';
  expect(check({ 'domain/a.ts': text })).toEqual([
    'domain/a.ts:1  expected finished work, came TODO',
    'domain/a.ts:3  expected finished work, came FIXME',
  ]);
});

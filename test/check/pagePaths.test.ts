import { expect, it } from 'vitest';
import { findLostPaths } from './pagePaths.ts';
import { describeFinding } from './sources.ts';
import { writeTree } from './tree.ts';

it('finds the paths in code spans that lead nowhere, in every page', () => {
  const root = writeTree({
    'lib/batch/lanes.ts': '',
    'README.md': 'See `lib/batch/lanes.ts`, `lib/batch/`, `lib/*/lanes.ts` and `npm test`.\n',
    'docs/engine.md': '```sh\ncat `lib/a.ts`\n```\nSee `lib/batch/nowhere.ts`\nand `test/*/nowhere.ts`.\n',
    'lib/batch/README.md': '`lib/batch/lane.ts`\n',
    'docs/node_modules/a/README.md': '`lib/a.ts`\n',
  });
  expect(findLostPaths(root).map(describeFinding)).toEqual([
    'docs/engine.md:4  expected a path that exists, came lib/batch/nowhere.ts',
    'docs/engine.md:5  expected a path that exists, came test/*/nowhere.ts',
    'lib/batch/README.md:1  expected a path that exists, came lib/batch/lane.ts',
  ]);
});

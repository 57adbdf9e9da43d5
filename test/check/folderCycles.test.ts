import { describe, expect, it } from 'vitest';
import { findFolderCycles } from './folderCycles.ts';
import { describeFinding, readSources } from './sources.ts';
import { writeTree } from './tree.ts';

const check = (files: Record<string, string>) => findFolderCycles(readSources(writeTree(files)));
const importing = (specifier: string) => `import '${specifier}';`;

describe('rooms of lib and domain', () => {
  it('may rest on each other in one direction', () => {
    const files = { 'lib/a/a.ts': importing('../b/b.ts'), 'lib/b/b.ts': importing('../c/c.ts'), 'lib/c/c.ts': '' };
    expect(check(files)).toEqual([]);
  });

  it('form no cycle of two, and each import on its way is named with what to do', () => {
    const files = { 'lib/a/a.ts': importing('../b/b.ts'), 'lib/b/other.ts': `\n${importing('../a/a.ts')}` };
    expect(check(files).map(describeFinding)).toEqual([
      'lib/a/a.ts:1  expected no import of lib/b, which itself leads back to lib/a: move what both need into a room below them, came lib/b/b.ts',
      'lib/b/other.ts:2  expected no import of lib/a, which itself leads back to lib/b: move what both need into a room below them, came lib/a/a.ts',
    ]);
  });

  it('form none of three, not by types alone either', () => {
    const files = {
      'domain/a/a.ts': "import type { B } from '../b/b.ts';",
      'domain/b/b.ts': "import type { C } from '../c/c.ts';",
      'domain/c/c.ts': "export type C = import('../a/a.ts').A;",
      'domain/d/d.ts': importing('../a/a.ts'),
    };
    expect(check(files).map(({ path }) => path)).toEqual(['domain/a/a.ts', 'domain/b/b.ts', 'domain/c/c.ts']);
  });

  it('are one with their sub-folders, and files beside the rooms are in none', () => {
    const files = {
      'lib/a/a.ts': importing('./formats/one.ts'),
      'lib/a/formats/one.ts': importing('../a.ts'),
      'domain/time.ts': importing('./users/user.ts'),
      'domain/users/user.ts': importing('../time.ts'),
    };
    expect(check(files)).toEqual([]);
  });
});

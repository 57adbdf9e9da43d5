// Finds the test files that use a real part: those that import something from test/real, directly or through another file of tests.
import { relativeImports } from './relativeImports.ts';
import type { Source } from './sources.ts';

const REAL_PARTS = 'test/real/';

/** Paths of the test files among these sources that need a real part, sorted. */
export function findRealTests(sources: Source[]): string[] {
  const imports = new Map(
    sources
      .filter(({ path }) => path.startsWith('test/'))
      .map((source) => [source.path, relativeImports(source).map(({ target }) => target)]),
  );
  const isReal = (path: string, seen: Set<string>): boolean => {
    if (path.startsWith(REAL_PARTS)) return true;
    if (seen.has(path)) return false;
    seen.add(path);
    return (imports.get(path) ?? []).some((target) => isReal(target, seen));
  };
  return [...imports.keys()].filter((path) => path.endsWith('.test.ts') && isReal(path, new Set())).sort();
}

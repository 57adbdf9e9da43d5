// Who may import whom. Own code, because the known tools for it cannot read the compiler this project uses;
// cycles of files are the linter's matter (noImportCycles), those of folders folderCycles.ts's.
import { matchesGlob } from 'node:path/posix';
import { relativeImports } from './relativeImports.ts';
import type { Finding, Source } from './sources.ts';

const PRODUCT = ['lib/**', 'events/**', 'domain/**', 'functions/**', 'deploy/**'];

/** Room → what its files may import. `OWN` is the importing function's folder: functions never know each other. */
const MAY_IMPORT: Record<string, string[]> = {
  lib: ['lib/**'],
  events: ['events/**', 'lib/**'],
  domain: ['domain/**', 'events/**', 'lib/**'],
  functions: ['OWN/**', 'domain/**', 'events/**', 'lib/**'],
  deploy: ['deploy/**', 'events/**', 'functions/**/config.ts', 'lib/**'],
  'serverless.ts': ['deploy/**'],
  stages: ['deploy/stage.ts'],
  'vitest.config.ts': ['test/check/**'],
  // The running local stack's broker is one of those that operators work on, and its command line is like theirs.
  ops: [
    'ops/**',
    'domain/**',
    'events/**',
    'lib/**',
    'local/broker/**',
    'local/{state,usageError,userPath}.ts',
    'deploy/{stage,findStages}.ts',
  ],
  local: ['local/**', ...PRODUCT],
  bench: ['bench/**', 'local/**', 'test/**', ...PRODUCT],
  test: ['**'],
};

export function findWrongImports(sources: Source[]): Finding[] {
  return sources.flatMap((source) => {
    const allowed = allowedFor(source.path);
    return relativeImports(source)
      .filter(({ target }) => !allowed.some((glob) => matchesGlob(target, glob)))
      .map(({ target, line }) => ({ path: source.path, line, expected: describeAllowed(allowed), came: target }));
  });
}

function allowedFor(path: string): string[] {
  const [room = '', kind, name] = path.split('/');
  return (MAY_IMPORT[room] ?? []).map((glob) => glob.replace('OWN', `functions/${kind}/${name}`));
}

function describeAllowed(allowed: string[]): string {
  return allowed.length === 0 ? 'no import from a room' : `an import from ${allowed.join(' or ')}`;
}

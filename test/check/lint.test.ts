// The house rules that the linter keeps: each is seen failing once, so that a renamed rule or a wrong override shows.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { writeTree } from './tree.ts';

const CONFIGURATION = ['biome.jsonc', 'test/check/process.grit'];
const MANIFEST = JSON.stringify({ dependencies: { zod: '1' }, devDependencies: { vitest: '1' } });

/** The rules a tree breaks, as `rule path`, each once. */
function lint(files: Record<string, string>): string[] {
  const root = writeTree({ 'package.json': MANIFEST, ...files });
  for (const path of CONFIGURATION) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    copyFileSync(path, join(root, path));
  }
  const biome = join(process.cwd(), 'node_modules/.bin/biome');
  const args = ['lint', '--vcs-enabled=false', '--reporter=github', '--max-diagnostics=none'];
  const { stdout } = spawnSync(biome, args, { cwd: root, encoding: 'utf8' });
  const found = stdout.matchAll(/^::\w+ title=(?:.*\/)?(\w+),file=(.*?),line/gm);
  return [...new Set([...found].map(([, rule, path = '']) => `${rule} ${path.split(`${root}/`).at(-1)}`))].sort();
}

const lines = (count: number) => `let n = 0;\n${'n += 1;\n'.repeat(count - 2)}export { n };\n`;
const body = (count: number) => `export function f(): void {\n${'  f();\n'.repeat(count)}}\n`;

it('finds nothing in a tree at the limits', () => {
  const files = {
    'lib/long.ts': lines(200),
    'domain/body.ts': body(40),
    'lib/settings/environment.ts': 'export const a = process.env;\n',
    'local/environment.ts': "process.env['A'] = '1';\n",
    'local/start/main.ts': "console.log('ready');\n",
    'test/a.test.ts': `import { describe, it } from 'vitest';\ndescribe('a', () => {\n${"  it('b', f);\n".repeat(60)}});\n`,
    'serverless.ts': 'export default {};\n',
  };
  expect(lint(files)).toEqual([]);
});

it.each([
  ['noExcessiveLinesPerFile', 'lib/a.ts', lines(201)],
  ['noExcessiveLinesPerFunction', 'ops/a.ts', body(41)],
  ['noProcessEnv', 'lib/a.ts', "export const a = process.env['A'];\n"],
  ['noProcessEnv', 'local/start/main.ts', "process.env['A'] = '1';\n"],
  ['plugin', 'lib/a.ts', 'const { env } = process;\nexport const a = env;\n'],
  ['noRestrictedImports', 'lib/a.ts', "import { env } from 'node:process';\nexport const a = env;\n"],
  ['noBarrelFile', 'lib/a.ts', "export { z } from 'zod';\n"],
  ['noDefaultExport', 'lib/a.ts', 'export default 1;\n'],
  ['noFocusedTests', 'test/a.test.ts', "import { it } from 'vitest';\nit.only('a', f);\n"],
  ['noSkippedTests', 'test/a.test.ts', "import { it } from 'vitest';\nit.skip('a', () => f());\n"],
  ['noFloatingPromises', 'lib/a.ts', 'async function f(): Promise<void> {}\nexport const g = () => {\n  f();\n};\n'],
  ['noConsole', 'functions/jobs/relay/handler.ts', "console.log('a');\n"],
  ['noExplicitAny', 'lib/a.ts', 'export const a: any = 1;\n'],
  ['noUndeclaredDependencies', 'lib/a.ts', "import { it } from 'vitest';\nexport const a = it;\n"],
  ['useFilenamingConvention', 'lib/send-mail.ts', 'export const a = 1;\n'],
])('%s finds %s', (rule, path, text) => {
  expect(lint({ [path]: text })).toContain(`${rule} ${path}`);
});

it('finds a cycle that only types close', () => {
  const files = {
    'lib/a.ts': "import type { B } from './b.ts';\nexport type A = { b: B };\n",
    'lib/b.ts': "import type { A } from './a.ts';\nexport type B = { a: A };\n",
  };
  expect(lint(files)).toEqual(['noImportCycles lib/a.ts', 'noImportCycles lib/b.ts']);
});

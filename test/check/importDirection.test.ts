import { describe, expect, it } from 'vitest';
import { findWrongImports } from './importDirection.ts';
import { describeFinding, readSources } from './sources.ts';
import { writeTree } from './tree.ts';

const check = (files: Record<string, string>) => findWrongImports(readSources(writeTree(files)));
const mail = 'functions/consumers/sendMail/handler.ts';

describe('an import may go', () => {
  it.each([
    ['lib/a/a.ts', '../b/b.ts'],
    ['events/user.ts', '../lib/a.ts'],
    ['events/user.ts', './topics.ts'],
    ['domain/users/user.ts', '../../events/user.ts'],
    ['domain/users/user.ts', '../money/money.ts'],
    [mail, './config.ts'],
    [mail, '../../../domain/users/user.ts'],
    [mail, '../../../lib/a.ts'],
    ['deploy/roles.ts', '../functions/consumers/sendMail/config.ts'],
    ['deploy/roles.ts', '../events/user.ts'],
    ['serverless.ts', './deploy/roles.ts'],
    ['ops/main.ts', '../domain/users/user.ts'],
    ['local/start/main.ts', '../../functions/consumers/sendMail/handler.ts'],
    ['bench/main.ts', '../local/start/stack.ts'],
    ['bench/main.ts', '../test/real/kafka.ts'],
    ['test/ops/main.test.ts', '../../ops/main.ts'],
    ['lib/a.ts', 'zod'],
  ])('from %s to %s', (path, specifier) => {
    expect(check({ [path]: `import '${specifier}';` })).toEqual([]);
  });
});

describe('an import may not go', () => {
  it.each([
    ['lib/a.ts', '../events/user.ts'],
    ['lib/a.ts', '../test/check/tree.ts'],
    ['events/user.ts', '../domain/users/user.ts'],
    ['domain/users/user.ts', '../../functions/consumers/sendMail/config.ts'],
    [mail, '../sendSms/prepare.ts'],
    [mail, '../shared.ts'],
    [mail, '../../../local/start/stack.ts'],
    [mail, '../../../deploy/roles.ts'],
    ['deploy/roles.ts', '../functions/consumers/sendMail/handler.ts'],
    ['deploy/roles.ts', '../domain/users/user.ts'],
    ['serverless.ts', './lib/a.ts'],
    ['ops/main.ts', '../functions/consumers/sendMail/handler.ts'],
    ['ops/main.ts', '../local/start/stack.ts'],
    ['local/start/main.ts', '../../ops/main.ts'],
    ['local/start/main.ts', '../../test/check/tree.ts'],
    ['vitest.config.ts', './lib/a.ts'],
  ])('from %s to %s', (path, specifier) => {
    expect(check({ [path]: `import '${specifier}';` })).toHaveLength(1);
  });
});

it.each([
  "import { a } from '../events/user.ts';",
  "import type { A } from '../events/user.ts';",
  "export { a } from '../events/user.ts';",
  "export type { A } from '../events/user.ts';",
  "export * from '../events/user.ts';",
  "export const a = () => import('../events/user.ts');",
  "export type A = import('../events/user.ts').A;",
])('sees %s', (statement) => {
  expect(check({ 'lib/a.ts': statement })).toHaveLength(1);
});

it('names the file, the line, what was allowed and what came', () => {
  const found = check({ 'events/user.ts': "// the user\n\nimport '../domain/users/user.ts';\n" });
  expect(found.map(describeFinding)).toEqual([
    'events/user.ts:3  expected an import from events/** or lib/**, came domain/users/user.ts',
  ]);
});

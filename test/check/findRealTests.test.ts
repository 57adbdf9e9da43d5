import { expect, it } from 'vitest';
import { findRealTests } from './findRealTests.ts';

const given: Record<string, string> = {
  'test/real/kafka.ts': 'export const startKafka = 1;',
  'test/lib/direct.test.ts': "import { startKafka } from '../real/kafka.ts';",
  'test/fixtures/near.ts': "export * from './far.ts';\nimport './near.ts';",
  'test/fixtures/far.ts': "import './near.ts';\nexport const far = () => import('../real/kafka.ts');",
  'test/lib/indirect.test.ts': "import { far } from '../fixtures/near.ts';",
  'test/fixtures/plain.ts': "import { kafka } from '../../lib/real/kafka.ts';",
  'test/lib/plain.test.ts': "import { plain } from '../fixtures/plain.ts';\nconst path = '../real/kafka.ts';",
  'test/realistic/values.ts': 'export const values = [];',
  'test/lib/realistic.test.ts': "import { values } from '../realistic/values.ts';",
  'lib/a.ts': 'export const a = 1;',
};

it('finds the tests that reach a real part, directly, through other files, and through a cycle of them', () => {
  const sources = Object.entries(given).map(([path, text]) => ({ path, text }));
  expect(findRealTests(sources)).toEqual(['test/lib/direct.test.ts', 'test/lib/indirect.test.ts']);
});

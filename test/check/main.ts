// `npm run check`: everything that can be known without running the project.
import { existsSync } from 'node:fs';
import { declaredFunctions } from '../../deploy/declaredFunctions.ts';
import { roles } from '../../domain/roles.ts';
import { topics } from '../../events/allTopics.ts';
import { events } from '../../events/catalogue.ts';
import { findClockReads } from './clock.ts';
import { findComments } from './comments.ts';
import { findUnfitSettings } from './configuration.ts';
import { findDomainWords } from './domainWords.ts';
import { expressionsIn, findSlowExpressions } from './expressions.ts';
import { findFolderCycles } from './folderCycles.ts';
import { findWrongImports } from './importDirection.ts';
import { findLostPaths } from './pagePaths.ts';
import { findRoomPages } from './roomPages.ts';
import { readSources } from './sources.ts';
import { findings, program, runSteps, type Step } from './steps.ts';
import { findUntidiness } from './tidy.ts';

const DOCS = 'test/check/docs/main.ts';

const sources = readSources('.');
const callers = Object.keys(roles).filter((role) => role !== 'service');
const names = [...topics.map(({ name }) => name), ...events.map(({ type }) => type), ...callers];
const steps: Step[] = [
  program('types', 'tsc', '--pretty', 'false'),
  program('lint and format', 'biome', 'ci', '--error-on-warnings', '--colors=off', '--max-diagnostics=50'),
  program('dead code', 'knip', '--no-progress', '--no-config-hints'),
  ...(existsSync(DOCS) ? [program('docs', 'node', DOCS)] : []),
  findings('regular expressions', () => findSlowExpressions(expressionsIn(sources))),
  findings('import direction', () => findWrongImports(sources)),
  findings('folder cycles', () => findFolderCycles(sources)),
  findings('words of a domain', () => findDomainWords(sources, names)),
  findings('clock', () => findClockReads(sources)),
  findings('tidy', () => findUntidiness(sources)),
  findings('paths in pages', () => findLostPaths('.')),
  findings('pages of lib', () => findRoomPages('.')),
  findings('configuration', async () => findUnfitSettings(await declaredFunctions('.'), topics)),
  findings('comments', () => findComments(sources)),
];

if (process.argv.includes('--help')) {
  console.log(
    'npm run check: checks all that can be known without running the project; exit status 1 where anything is wrong.',
  );
  for (const { name } of steps) console.log(`  ${name}`);
} else {
  process.exitCode = (await runSteps(steps, console.log)) ? 0 : 1;
}

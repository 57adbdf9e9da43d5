/** Checks that the generated pages are up to date, or writes them (`--write`). */
import { readFile, writeFile } from 'node:fs/promises';
import { info } from '../../../functions/http/about/info.ts';
import { openApi } from '../../../lib/http/openApi.ts';
import { findFunctions, isOfKind } from '../../../local/functions.ts';
import { deployGuide } from './deployGuide.ts';
import { formatted } from './formatted.ts';
import { tableNames, writersOf } from './lists.ts';
import { reference } from './reference.ts';

const found = await findFunctions();
const configs = found.map(({ config }) => config);
const http = found.filter(isOfKind('http')).map(({ config }) => config);

const generated = {
  'docs/reference.md': await reference(),
  'docs/guides/deploy.md': deployGuide(
    await readFile(new URL('../../../docs/guides/deploy.md', import.meta.url), 'utf8'),
    configs,
  ),
  'functions/http/about/openapi.json': await formatted(JSON.stringify(openApi(http, info), null, 2), 'openapi.json'),
  'functions/jobs/diagnoseStage/tables.json': await formatted(JSON.stringify(tableNames(configs)), 'tables.json'),
  'functions/jobs/relayOutbox/writers.json': await formatted(JSON.stringify(writersOf(configs)), 'writers.json'),
};

const isHelp = process.argv.includes('--help');
if (isHelp) process.stdout.write(`npm run docs: writes ${Object.keys(generated).join(', ')} from the code.\n`);

for (const [path, wanted] of isHelp ? [] : Object.entries(generated)) {
  const file = new URL(`../../../${path}`, import.meta.url);
  if (process.argv.includes('--write')) {
    await writeFile(file, wanted);
  } else if ((await readFile(file, 'utf8').catch(() => '')) !== wanted) {
    process.stdout.write(`${path}  expected what the code says today, came an older text; run \`npm run docs\`\n`);
    process.exitCode = 1;
  }
}

/** `docs/reference.md` from the code: checks that it is up to date, or writes it (`--write`). */
import { readFile, writeFile } from 'node:fs/promises';
import { reference } from './reference.ts';

const file = new URL('../../../docs/reference.md', import.meta.url);
const wanted = await reference();

if (process.argv.includes('--write')) {
  await writeFile(file, wanted);
} else if ((await readFile(file, 'utf8').catch(() => '')) !== wanted) {
  process.stdout.write(
    'docs/reference.md  expected what the code says today, came an older text; run `npm run docs`\n',
  );
  process.exitCode = 1;
}

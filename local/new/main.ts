/** `npm run new -- consumer|delivery|collector|job|http|event NAME`. */
import { join } from 'node:path';
import { runProgram } from '../program.ts';
import { make } from './make.ts';
import { help, parseOptions } from './options.ts';

await runProgram(async () => {
  const options = parseOptions(process.argv.slice(2));
  if (options === 'help') {
    process.stdout.write(help);
    return 0;
  }
  const { paths, commands } = await make(options, join(import.meta.dirname, '../..'));
  const lines = [...paths.map((path) => `wrote ${path}`), 'Try it:', ...commands.map((command) => `  ${command}`)];
  process.stdout.write(`${lines.join('\n')}\n`);
  return 0;
});

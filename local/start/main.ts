/** `npm start`: the local stack until it is told to end. */
import { asNodeShows } from '../brokenCode.ts';
import { useEmulatedAws, useJsonLog, useLocalEnvironment } from '../environment.ts';
import { runProgram } from '../program.ts';
import type { Stack } from '../stack.ts';
import { endSignal } from './endSignal.ts';
import { help, parseOptions } from './options.ts';
import { environmentOf } from './triggerOptions.ts';
import { runWatched } from './watch.ts';

await runProgram(async () => {
  const options = parseOptions(process.argv.slice(2));
  if (options === 'help') {
    process.stdout.write(help);
    return 0;
  }
  if (options.watch) return await runWatched(process.argv.slice(2).filter((arg) => arg !== '--watch'));
  if (options.json) useJsonLog();
  useEmulatedAws(options.aws);
  useLocalEnvironment(environmentOf(options.mode));
  const asked = endSignal();
  const startStack = await importStack();
  if (!startStack) return 1;
  const starting = startStack({ ...options, tell: (line) => process.stderr.write(`${line}\n`) });
  const stack = await Promise.race([starting, asked]);
  if (!stack) {
    process.stderr.write('Ended before the stack was ready; nothing of the start is left.\n');
    process.exit(0);
  }
  if (process.stderr.isTTY && !options.json) process.stderr.write(whatListens(stack));
  process.stdout.write(readyLine(stack));
  await asked;
  await stack.stop();
  // A function that hangs must not keep the process.
  process.exit(0);
});

/** Late, so that under --watch a source that can't be loaded ends one stack only. */
async function importStack() {
  try {
    return (await import('../stack.ts')).startStack;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? asNodeShows(error) : String(error)}\n`);
    return undefined;
  }
}

/** The one line that scripts wait for. */
function readyLine({ apiUrl, consoleUrl, brokers }: Stack): string {
  return `ready api=${apiUrl} console=${consoleUrl} kafka=${brokers?.join(',') ?? 'embedded'}\n`;
}

/** For a person who starts it by hand. */
function whatListens({ apiUrl, consoleUrl, brokers }: Stack): string {
  const lines = [
    ['HTTP API', apiUrl],
    ['inspection', `${consoleUrl}/api/topics, /api/emails, /api/dead-letters, … (GET / lists them)`],
    ['Kafka', brokers?.join(', ') ?? 'embedded: records go in and out through the inspection API'],
    ['end', 'Ctrl-C'],
  ];
  return `\n${lines.map(([what = '', where]) => `  ${what.padEnd(12)}${where}`).join('\n')}\n\n`;
}

/** `npm start`: the local stack until it is told to end. */
import { useEmulatedAws, useLocalEnvironment, useLogFormat } from '../environment.ts';
import { runProgram } from '../program.ts';
import { type Stack, startStack } from '../stack.ts';
import { help, parseOptions } from './options.ts';
import { environmentOf } from './triggerOptions.ts';
import { runWatched } from './watch.ts';

/** Ctrl-C under npm comes twice, from the terminal and from npm; another one after this long ends the process at once. */
const SECOND_SIGNAL_MS = 1_000;

await runProgram(async () => {
  const options = parseOptions(process.argv.slice(2));
  if (options === 'help') {
    process.stdout.write(help);
    return 0;
  }
  if (options.watch) return await runWatched(process.argv.slice(2).filter((arg) => arg !== '--watch'));
  if (options.json) useLogFormat('json');
  useEmulatedAws(options.aws);
  useLocalEnvironment(environmentOf(options.mode));
  const asked = endSignal();
  const stack = await startStack({ ...options, tell: (line) => process.stderr.write(`${line}\n`) });
  if (process.stderr.isTTY && !options.json) process.stderr.write(whatListens(stack));
  process.stdout.write(readyLine(stack));
  await asked;
  await stack.stop();
  // A function that hangs must not keep the process.
  process.exit(0);
});

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

/** Resolves at the first signal. */
function endSignal(): Promise<void> {
  const signals = ['SIGTERM', 'SIGINT'] as const;
  const { promise, resolve } = Promise.withResolvers<void>();
  const end = () => {
    resolve();
    setTimeout(() => {
      for (const signal of signals) process.off(signal, end);
    }, SECOND_SIGNAL_MS).unref();
  };
  for (const signal of signals) process.on(signal, end);
  return promise;
}

/** `npm start`: the local stack until it is told to end. */
import { useLocalEnvironment } from '../environment.ts';
import { runProgram } from '../program.ts';
import { startStack } from '../stack.ts';
import { help, parseOptions } from './options.ts';
import { environmentOf } from './triggerOptions.ts';

/** Ctrl-C under npm comes twice, from the terminal and from npm; another one after this long ends the process at once. */
const SECOND_SIGNAL_MS = 1_000;

await runProgram(async () => {
  const options = parseOptions(process.argv.slice(2));
  if (options === 'help') {
    process.stdout.write(help);
    return 0;
  }
  useLocalEnvironment(environmentOf(options.mode));
  const asked = endSignal();
  const stack = await startStack(options);
  process.stdout.write(`ready api=${stack.apiUrl} console=${stack.consoleUrl} kafka=embedded\n`);
  await asked;
  await stack.stop();
  // A function that hangs must not keep the process.
  process.exit(0);
});

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

/** `npm run ops -- <command>`: the operators' chores. Exits 0 when all is done, 1 on bad usage, else as the command says. */
import { toFault } from '../lib/errors/fault.ts';
import { didYouMean } from '../lib/text/closest.ts';
import { UsageError } from '../local/usageError.ts';
import { commands } from './commands.ts';
import { generalHelp } from './help.ts';

const [name = '--help', ...args] = process.argv.slice(2);

try {
  process.exitCode = await run();
} catch (error) {
  process.exitCode = 1;
  const sentence = error instanceof UsageError ? error.message : toFault(error).message;
  process.stderr.write(`${sentence}\n`);
}

async function run(): Promise<number> {
  if (name === '--help' || name === 'help') return print(generalHelp());
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    const names = Object.keys(commands);
    throw new UsageError(`There is no command ${name}; there are ${names.join(', ')}.${didYouMean(name, names)}`);
  }
  if (args.includes('--help')) return print(command.help);
  return await command.run(args, (text) => void process.stdout.write(`${text}\n`));
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}

/** The text that `npm run ops` prints without a command. */
import { commands } from './commands.ts';

export function generalHelp(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  return [
    'npm run ops -- <command> [options]',
    '',
    ...lines,
    '',
    '  --json  prints one JSON value',
    '  --help  after a command: its options',
    '',
  ].join('\n');
}

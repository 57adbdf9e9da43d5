/** A command of `npm run ops`, and the parsing of its arguments. */
import type { ParseArgsConfig } from 'node:util';
import { readArguments } from '../lib/text/commandLine.ts';
import { UsageError } from '../local/usageError.ts';
import { toStateFolder, userFile } from '../local/userPath.ts';

export interface Command {
  /** One line for the list of commands. */
  summary: string;
  /** The text that `--help` prints, with its last line break. */
  help: string;
  /**
   * `print` writes a line on stdout: with `--json` exactly one, a JSON value. Answers the exit status. Throws
   * UsageError and Fault.
   */
  run(args: readonly string[], print: (text: string) => void): Promise<number>;
}

type Options = NonNullable<ParseArgsConfig['options']>;

/** UsageError says which argument is wrong. `--json` is an option of every command. */
export function parseOptions<const O extends Options>(command: string, args: readonly string[], options: O) {
  const all = { ...options, json: { type: 'boolean', default: false } } as const;
  const config = { args: [...args], options: all, allowPositionals: true } as const;
  const refuse = (sentence: string) => new UsageError(`${sentence} See npm run ops -- ${command} --help.`);
  const read = readArguments(config, refuse);
  const values: Record<string, unknown> = read.values;
  if (typeof values['state'] === 'string') values['state'] = toStateFolder(values['state']);
  if (typeof values['secret-file'] === 'string') values['secret-file'] = userFile(values['secret-file']);
  return read;
}

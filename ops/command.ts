/** A command of `npm run ops`, and the parsing of its arguments. */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { UsageError } from './usageError.ts';

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
  try {
    const all = { ...options, json: { type: 'boolean', default: false } } as const;
    return parseArgs({ args: [...args], options: all, strict: true, allowPositionals: true });
  } catch (error) {
    // Without Node's advice on how to pass such an argument all the same.
    const [sentence = ''] = (error instanceof Error ? error.message : String(error)).split('. ');
    throw new UsageError(`${sentence.replace(/\.$/, '')}. See npm run ops -- ${command} --help.`);
  }
}

/** The command line of `npm run replay`. */
import { readArguments } from '../../lib/text/commandLine.ts';
import { type Mode, toMode } from '../start/triggerOptions.ts';
import { UsageError } from '../usageError.ts';
import { toStateFolder, userFile } from '../userPath.ts';

export const help = `npm run replay -- <function> <event.json> [options]
       npm run replay -- <job> [options]

Runs one function on a saved event: a real MSK event, an API Gateway event (payload 2.0), a record
{"topic", "key", "headers": [["name", "value"]], "value"} (or with keyBase64, valueBase64), or an array of records.
A job needs no file: it runs once, now. A replay shares its state with npm start, so a second replay shows the repeat recognised.

  --json                one JSON object on stdout
  --again               runs records that were dead-lettered before once more, as a re-drive does; what was handled
                        stays a duplicate
  --fresh               empties the state first, that of npm start too: tables, topics of the embedded broker, objects
                        and e-mails; refused while a stack runs on it
  --given FILE          puts items into the tables first, {"users": [{"pk": "1", "sk": "-", …}]}; the state is thrown away
                        at the end, unless --fresh empties it first
  --state DIR|memory    where state is kept, default .local; memory is thrown away at the end
  --mode on-demand      as mappings are on AWS by default; with provisioned, the response tells which records go back
  --help                this text

Exit status: 0 all resolved, 3 something dead-lettered, 4 something handed back or, of a job, failed,
5 nothing but what was dead-lettered before and so not run again, 1 bad usage or input.
`;

export interface ReplayOptions {
  functionName: string;
  /** Absent: none was named, which is right for a job. */
  file: string | undefined;
  json: boolean;
  fresh: boolean;
  again: boolean;
  /** A file with items. */
  given: string | undefined;
  state: string | undefined;
  mode: Mode;
}

export const usage = 'Expected npm run replay -- <function> <event.json>; see --help.';

const options = {
  json: { type: 'boolean', default: false },
  fresh: { type: 'boolean', default: false },
  again: { type: 'boolean', default: false },
  given: { type: 'string' },
  state: { type: 'string' },
  mode: { type: 'string', default: 'on-demand' },
  help: { type: 'boolean', default: false },
} as const;

/** UsageError says what is missing or wrong. */
export function parseOptions(args: readonly string[]): ReplayOptions | 'help' {
  const { values, positionals } = parse(args);
  if (values.help) return 'help';
  const [functionName, file, ...rest] = positionals;
  if (functionName === undefined) throw new UsageError(`No function is named. ${usage}`);
  if (rest.length > 0) throw new UsageError(`One file at a time, also came ${rest.join(' ')}. ${usage}`);
  const { json, fresh, again, given } = values;
  const state = toStateFolder(values.state) ?? (given !== undefined && !fresh ? 'memory' : undefined);
  if (given !== undefined && !fresh && state !== 'memory') {
    throw new UsageError(`--given puts items into a fresh state: with --state DIR it needs --fresh. ${usage}`);
  }
  return {
    functionName,
    file: file === undefined ? undefined : userFile(file),
    json,
    fresh,
    again,
    given: given === undefined ? undefined : userFile(given),
    state,
    mode: toMode(values.mode),
  };
}

function parse(args: readonly string[]) {
  const config = { args: [...args], options, allowPositionals: true };
  return readArguments(config, (sentence) => new UsageError(`${sentence} ${usage}`));
}

/** The command line of `npm run new`. */
import { readArguments } from '../../lib/text/commandLine.ts';
import { UsageError } from '../usageError.ts';
import { checkName, type Kind, kinds, toKind } from './names.ts';

export const help = `npm run new -- <kind> NAME [--event TYPE]

Writes a function or an event that works as it is: its folder, a Lambda batch or a sample to replay, and a test.

  consumer NAME     our own state: counts events by day            functions/consumers/NAME
  delivery NAME     an effect outside: sends one e-mail            functions/consumers/NAME
  collector NAME    sums: counts runs of a partition               functions/consumers/NAME
  job NAME          by a schedule: acknowledges quiet alerts       functions/jobs/NAME
  http NAME         a resource: shows counters by day              functions/http/NAME
  event TYPE        a definition, its sample and its test          events/

  --event TYPE      the event that a consumer or a collector reads, default user.registered
  --help            this text

For example: npm run new -- consumer countRefunds --event payment.failed
`;

export interface NewOptions {
  kind: Kind;
  name: string;
  event: string | undefined;
}

const usage = 'Expected npm run new -- <kind> NAME; see --help.';

const options = { event: { type: 'string' }, help: { type: 'boolean', default: false } } as const;

/** UsageError says what is missing or wrong. */
export function parseOptions(args: readonly string[]): NewOptions | 'help' {
  const { values, positionals } = parse(args);
  if (values.help) return 'help';
  const [word, name, ...rest] = positionals;
  if (word === undefined) throw new UsageError(`No kind is named: expected one of ${kinds.join(', ')}. ${usage}`);
  const kind = toKind(word);
  if (name === undefined) throw new UsageError(`No name is given. ${usage}`);
  if (rest.length > 0) throw new UsageError(`One name at a time, also came ${rest.join(' ')}. ${usage}`);
  checkName(kind, name);
  if (values.event !== undefined && kind !== 'consumer' && kind !== 'collector')
    throw new UsageError(`--event is for a consumer or a collector. ${usage}`);
  return { kind, name, event: values.event };
}

function parse(args: readonly string[]) {
  const config = { args: [...args], options, allowPositionals: true };
  return readArguments(config, (sentence) => new UsageError(`${sentence} ${usage}`));
}

/** The command line of `npm start`. */
import { parseArgs } from 'node:util';
import { kafkaBrokers } from '../environment.ts';
import { asUsageError } from '../program.ts';
import type { StackOptions } from '../stack.ts';
import { UsageError } from '../usageError.ts';
import { toChaos, toMode } from './triggerOptions.ts';

export const help = `npm start -- [options]

Starts the local stack: HTTP API, embedded Kafka, triggers, jobs and inspection API in one process.
Prints one line when all of it listens; SIGTERM or Ctrl-C lets what is in flight finish, and ends it.

  --api-port PORT       HTTP API, default 8080; 0 is any free port
  --console-port PORT   inspection API, default 40080
  --host HOST           address to listen on, default 127.0.0.1
  --state DIR|memory    where state is kept, default .local; memory is thrown away at the end
  --broker embedded     Kafka inside this process
  --mode on-demand      event source mappings as AWS has them by default; or provisioned, with partial responses
  --runtime inline      functions run in this process
  --chaos SWITCHES      trouble on purpose: duplicate=0.1,fail=0.05,slow=200ms,kill=0.01,reorder,seed=42
  --help                this text

Environment: KAFKA_TOPICS=a,b attaches triggers to these topics only; LOG_LEVEL, LOG_FORMAT=json|text.
`;

const seeHelp = 'See npm start -- --help.';

/** Options that have one value so far. */
const onlyValues = { broker: 'embedded', runtime: 'inline' } as const;

const options = {
  'api-port': { type: 'string', default: '8080' },
  'console-port': { type: 'string', default: '40080' },
  host: { type: 'string', default: '127.0.0.1' },
  state: { type: 'string' },
  broker: { type: 'string', default: onlyValues.broker },
  mode: { type: 'string', default: 'on-demand' },
  chaos: { type: 'string' },
  runtime: { type: 'string', default: onlyValues.runtime },
  'kafka-port': { type: 'string' },
  'metrics-port': { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

/** UsageError says which option is wrong, and what it may be. */
export function parseOptions(args: readonly string[]): StackOptions | 'help' {
  const values = parse(args);
  if (values.help) return 'help';
  for (const [name, only] of Object.entries(onlyValues)) {
    const came = values[name as keyof typeof onlyValues];
    if (came !== only) throw new UsageError(`--${name} ${came} is not supported yet: only ${only} is.`);
  }
  if (values['kafka-port'] !== undefined) {
    throw new UsageError('--kafka-port has no effect: the embedded broker listens on no port.');
  }
  if (values['metrics-port'] !== undefined) throw new UsageError('--metrics-port is not supported yet.');
  if (kafkaBrokers().length > 0) {
    throw new UsageError('KAFKA_BROKERS is set, but only the embedded broker is supported yet: unset it.');
  }
  return {
    apiPort: toPort(values['api-port'], '--api-port'),
    consolePort: toPort(values['console-port'], '--console-port'),
    host: values.host,
    state: values.state,
    mode: toMode(values.mode),
    chaos: toChaos(values.chaos),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, strict: true }).values;
  } catch (error) {
    throw asUsageError(error, seeHelp);
  }
}

function toPort(text: string, option: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new UsageError(`${option} expects a port from 0 to 65535, came ${text}. ${seeHelp}`);
}

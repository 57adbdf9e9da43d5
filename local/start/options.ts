/** The command line of `npm start`. */
import { readArguments } from '../../lib/text/commandLine.ts';
import { kafkaBrokers } from '../environment.ts';
import type { StackOptions } from '../stack.ts';
import { UsageError } from '../usageError.ts';
import { toStateFolder } from '../userPath.ts';
import { toBroker } from './brokerOptions.ts';
import { toRuntime } from './runtimeOption.ts';
import { toChaos, toMode } from './triggerOptions.ts';

export const help = `npm start -- [options]

Starts the local stack: HTTP API, broker, triggers, jobs and inspection API.
Prints one line when all of it listens; SIGTERM or Ctrl-C lets what is in flight finish, and ends it.

  --api-port PORT       HTTP API, default 8080; 0 is any free port
  --console-port PORT   inspection API, default 40080
  --host HOST           address to listen on, default 127.0.0.1
  --state DIR|memory    where state is kept, default .local; memory is thrown away at the end
  --broker embedded     Kafka inside this process; or kafka: Apache Kafka itself, on Java, fetched at the first start
  --kafka-port PORT     where Apache Kafka listens, default 40093
  --mode on-demand      event source mappings as AWS has them by default; or provisioned, with partial responses
  --runtime inline      functions run in threads of this process; or ric: their bundles under AWS’s runtime client, as deployed,
                        on a Kafka and an emulator of AWS: MiniStack, fetched by pip once, or --aws;
                        --chaos is for the trigger only then
  --chaos SWITCHES      trouble on purpose: duplicate=0.1,fail=0.05,slow=200ms,kill=0.01,reorder,seed=42
  --aws URL             DynamoDB, S3 and SES from an emulator there, instead of local files; AWS_ENDPOINT_URL does it too
  --json                logs as JSON, one object a line; in a terminal they are text otherwise
  --watch               starts anew whenever a source file is saved
  --help                this text

Environment: KAFKA_BROKERS=host:port,… uses that cluster instead (PLAINTEXT; missing topics are made, nothing else is
touched); KAFKA_TOPICS=a,b attaches triggers to these topics only; LOG_LEVEL, LOG_FORMAT=json|text|colour.
`;

const seeHelp = 'See npm start -- --help.';

const options = {
  'api-port': { type: 'string', default: '8080' },
  'console-port': { type: 'string', default: '40080' },
  host: { type: 'string', default: '127.0.0.1' },
  state: { type: 'string' },
  broker: { type: 'string', default: 'embedded' },
  mode: { type: 'string', default: 'on-demand' },
  chaos: { type: 'string' },
  runtime: { type: 'string', default: 'inline' },
  'kafka-port': { type: 'string' },
  'metrics-port': { type: 'string' },
  aws: { type: 'string' },
  json: { type: 'boolean', default: false },
  watch: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

export interface StartOptions extends Omit<StackOptions, 'tell'> {
  /** Address of an emulator. */
  aws: string | undefined;
  json: boolean;
  /** Start anew when a source file is saved. */
  watch: boolean;
}

/** UsageError says which option is wrong, and what it may be. */
export function parseOptions(args: readonly string[]): StartOptions | 'help' {
  const values = parse(args);
  if (values.help) return 'help';
  if (values['metrics-port'] !== undefined) throw new UsageError('--metrics-port is not supported yet.');
  const kafkaPort = values['kafka-port'] === undefined ? undefined : toPort(values['kafka-port'], '--kafka-port');
  const broker = toBroker(values.broker, kafkaPort, kafkaBrokers());
  return {
    apiPort: toPort(values['api-port'], '--api-port'),
    consolePort: toPort(values['console-port'], '--console-port'),
    host: values.host,
    state: toStateFolder(values.state),
    mode: toMode(values.mode),
    chaos: toChaos(values.chaos),
    broker,
    runtime: toRuntime(values.runtime, broker),
    aws: values.aws === undefined ? undefined : toAddress(values.aws),
    json: values.json,
    watch: values.watch,
  };
}

function parse(args: readonly string[]) {
  return readArguments({ args: [...args], options }, (sentence) => new UsageError(`${sentence} ${seeHelp}`)).values;
}

function toAddress(text: string): string {
  if (/^https?:$/.test(URL.parse(text)?.protocol ?? '')) return text;
  throw new UsageError(`--aws expects a URL such as http://127.0.0.1:4566, came ${text}. ${seeHelp}`);
}

function toPort(text: string, option: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new UsageError(`${option} expects a port from 0 to 65535, came ${text}. ${seeHelp}`);
}

/** The settings every function reads, as one zod shape; all faults come in one message. */
import * as z from 'zod';
import { Fault } from '../errors/fault.ts';
import { topicPrefixShape } from '../kafka/topicPrefix.ts';
import type { Port } from '../port/port.ts';
import { kafkaAuths } from './kafkaAuth.ts';
import { publishingChaos } from './publishingChaos.ts';
import { tokenSettings } from './tokenSettings.ts';
import { oneOf, trueOr } from './words.ts';

/** OWASP's password storage cheat sheet: argon2id with 19 MiB and 2 passes. */
const OWASP_MEMORY_KIB = 19_456;

const milliseconds = z.coerce.number().int().min(0);

/** In characters. */
export const LEAST_DIGEST_SECRET = 32;

export const settingsShape = z.object({
  SERVICE: z.string().min(1).default('event-functions').describe('name of the application'),
  STAGE: z.string().min(1).default('local').describe('name of the stage'),
  ADAPTERS: oneOf(['local', 'emulator', 'aws']).describe('which adapters stand behind the ports'),
  STATE_DIR: z.string().min(1).default('.local').describe('folder of the local adapters'),
  TABLE_PREFIX: z.string().min(1).optional().describe('stands before the name of each table on AWS'),
  BUCKET: z.string().min(3).optional().describe('bucket of the object port on AWS'),
  KAFKA_BROKERS: z.string().min(3).optional().describe('bootstrap brokers: host:port, comma-separated'),
  KAFKA_CLUSTER_ARN: z.string().startsWith('arn:').optional().describe('MSK cluster to ask for its brokers instead'),
  KAFKA_AUTH: oneOf(kafkaAuths)
    .default('iam')
    .describe('how a producer on AWS proves who it is: iam, scram, mtls, or with tls and none not at all'),
  KAFKA_SECRET: z
    .string()
    .min(1)
    .optional()
    .describe('secret with username and password (scram), or certificate and privateKey (mtls)'),
  KAFKA_CA: z
    .string()
    .min(1)
    .optional()
    .describe('PEM of who signed the brokers’ certificates, where it is nobody public'),
  TOPIC_PREFIX: z
    .string()
    .regex(topicPrefixShape)
    .default('')
    .describe('stands before the name of each topic on the cluster; empty where a stage shares its topics with others'),
  RELAY_FUNCTION: z
    .string()
    .min(1)
    .optional()
    .describe('Lambda function to wake when a record could not be sent at once'),
  DUE_FUNCTION: z
    .string()
    .min(1)
    .optional()
    .describe('Lambda function to wake when a record is deferred to within a minute'),
  KAFKA_CONSUMER_GROUP: z.string().min(1).optional().describe('prefix of consumer groups; default <service>-<stage>'),
  LOG_LEVEL: oneOf(['debug', 'info', 'warn', 'error', 'silent']).default('info').describe('least severe level logged'),
  LOG_FORMAT: oneOf(['json', 'text', 'colour'])
    .default('json')
    .describe('one JSON object a line, or text for a terminal, in colours or without'),
  RETRY_PAUSES_MS: z
    .string()
    .default('1000,2000')
    .transform((text) => text.split(',').map(Number))
    .pipe(z.array(z.number().int().min(0)))
    .describe('pauses before the second, third, … try of a transient failure'),
  PUBLISH_BY: oneOf(['function', 'relay'])
    .default('function')
    .describe('who publishes locally: each function at once, or only the relay of the stack'),
  PUBLISH_CHAOS: publishingChaos
    .optional()
    .describe('faults injected into publishing locally, as JSON; npm start -- --chaos sets it'),
  PUBLISH_LIMIT_MS: milliseconds.default(2000).describe('how long a commit waits for its events to be published'),
  SHADOW: trueOr('false').describe('publish and send nothing, only tell what would have been'),
  PARTIAL_RESPONSES: trueOr('false').describe(
    'answer what goes back, instead of throwing; only once the mapping reports batch item failures',
  ),
  BREAKER_FAILURES: z.coerce
    .number()
    .int()
    .min(1)
    .default(5)
    .describe(
      'failures in a row that open the breaker of a dependency (mail, objects, Kafka); more than the tries of one record, so that one record alone does not',
    ),
  BREAKER_OPEN_MS: milliseconds
    .default(15_000)
    .describe('how long an open breaker lets no call through, before it tries one'),
  DIGEST_SECRET: z
    .string()
    .min(LEAST_DIGEST_SECRET)
    .optional()
    .describe('hides addresses in keys (HMAC-SHA-256); changing it forgets every key made with it'),
  PASSWORD_MEMORY_KIB: z.coerce
    .number()
    .int()
    .min(8)
    .max(1_048_576)
    .default(OWASP_MEMORY_KIB)
    .describe('memory that hashing a password takes (argon2id, 2 passes); less than the default only off AWS'),
  DIGEST_SECRET_ARN: z.string().min(1).optional().describe('secret that holds DIGEST_SECRET instead, as on AWS'),
  CALLBACK_SECRET: z
    .string()
    .startsWith('whsec_')
    .optional()
    .describe(
      'signs provider callbacks (Standard Webhooks): one secret, or two while one takes the place of the other',
    ),
  CALLBACK_SECRET_ARN: z.string().min(1).optional().describe('secret that holds CALLBACK_SECRET instead, as on AWS'),
  ...tokenSettings,
  CORS_ORIGINS: z
    .string()
    .default('')
    .describe('origins that browsers may call from, comma-separated; none by default'),
});

/** The shape of a function's own settings where it declares none. */
export type NoSettings = z.ZodObject<Record<never, never>>;

export type Settings = z.output<typeof settingsShape>;

type Environment = Record<string, string | undefined>;

/** The settings of each port, by its name. */
export type OfPorts = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export interface Parsed {
  settings: Settings;
  own: unknown;
  ofPorts: OfPorts;
}

/** `own` is the function's own shape, `ports` are those that it uses. Fault SETTINGS_INVALID names every variable that is missing or wrong. */
export function parseSettings(
  environment: Environment,
  own: z.ZodType = z.object({}),
  ports: readonly Pick<Port, 'name' | 'settings' | 'emulated'>[] = [],
): Parsed {
  const settings = settingsShape.safeParse(environment);
  const mine = own.safeParse(environment);
  const adapters = settingsShape.shape.ADAPTERS.safeParse(environment['ADAPTERS']).data ?? 'local';
  const ofPorts = ports.map((port) => [port.name, portShape(port, adapters).safeParse(environment)] as const);
  const results = [settings, mine, ...ofPorts.map(([, result]) => result)];
  if (settings.success && mine.success && results.every(({ success }) => success)) {
    refuseCheapHashes(settings.data);
    const read = Object.fromEntries(ofPorts.map(([name, { data = {} }]) => [name, data]));
    return { settings: settings.data, own: mine.data, ofPorts: read };
  }
  const issues = results.flatMap((result) => result.error?.issues ?? []);
  throw new Fault('SETTINGS_INVALID', issues.map(issueText).join('; '));
}

/** A hash that is cheap to make is cheap to guess, so tests may have one and AWS may not. */
function refuseCheapHashes({ ADAPTERS, PASSWORD_MEMORY_KIB }: Settings): void {
  if (ADAPTERS !== 'aws' || PASSWORD_MEMORY_KIB >= OWASP_MEMORY_KIB) return;
  const message = `expected ${OWASP_MEMORY_KIB} or more with ADAPTERS=aws, came ${PASSWORD_MEMORY_KIB}`;
  throw new Fault('SETTINGS_INVALID', `PASSWORD_MEMORY_KIB: ${message}`);
}

/** An adapter reads its own variables only; the one over an emulator is both of them. */
function portShape({ settings, emulated }: Pick<Port, 'settings' | 'emulated'>, adapters: Settings['ADAPTERS']) {
  if (adapters === 'emulator' && emulated?.open) return settings.aws.extend(settings.local.shape);
  return adapters === 'aws' ? settings.aws : settings.local;
}

export function parseSome<Shape extends z.ZodObject>(shape: Shape, environment: Environment): z.output<Shape> {
  const { data, error } = shape.safeParse(environment);
  if (!error) return data;
  throw new Fault('SETTINGS_INVALID', error.issues.map(issueText).join('; '));
}

function issueText({ path, message }: z.core.$ZodIssue): string {
  return `${path.join('.')}: ${message}`;
}

export function groupPrefix(settings: Pick<Settings, 'KAFKA_CONSUMER_GROUP' | 'SERVICE' | 'STAGE'>): string {
  return settings.KAFKA_CONSUMER_GROUP ?? `${settings.SERVICE}-${settings.STAGE}`;
}

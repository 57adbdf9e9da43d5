/** The environment of functions that run locally: filled up with defaults, never overruling what the user set. */
import { join } from 'node:path';
import { ports } from '../lib/connect/ports.ts';
import type { Port } from '../lib/port/port.ts';
import { LOCAL_DIGEST_SECRET } from '../lib/settings/localDefaults.ts';
import type { PublishingChaos } from '../lib/settings/publishingChaos.ts';

const defaults = {
  ADAPTERS: 'local',
  STATE_DIR: join(import.meta.dirname, '../.local'),
  DIGEST_SECRET: LOCAL_DIGEST_SECRET,
  // Known to everybody, so that anyone can play the provider.
  CALLBACK_SECRET: 'whsec_bG9jYWwtY2FsbGJhY2stc2VjcmV0LTAxMjM0NTY3ODk=',
  // Everybody comes from one address here.
  REGISTER_PER_ADDRESS: 'off',
  REGISTER_PER_ACCOUNT: 'off',
  LOGIN_PER_ADDRESS: 'off',
  LOGIN_PER_ACCOUNT: 'off',
};

/** Before the first invocation: functions read their settings then. `wished` are defaults of the calling program. */
export function useLocalEnvironment(wished: Readonly<Record<string, string>> = {}): void {
  const format = { LOG_FORMAT: process.stderr.isTTY ? terminalFormat() : 'json' };
  for (const [name, value] of Object.entries({ ...defaults, ...format, ...wished })) process.env[name] ??= value;
}

/** https://no-color.org: set, to anything but nothing, it asks for no colours. */
function terminalFormat(): string {
  return process.env['NO_COLOR'] ? 'text' : 'colour';
}

const ofEmulator = {
  ADAPTERS: 'emulator',
  TABLE_PREFIX: 'local-',
  BUCKET: 'event-functions-local',
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
};
const perService = ['AWS_ENDPOINT_URL_DYNAMODB', 'AWS_ENDPOINT_URL_S3', 'AWS_ENDPOINT_URL_SESV2'];

/**
 * Before useLocalEnvironment: where an address is given, or the SDK finds one for every service, AWS's adapters speak to
 * an emulator. One that is named for some services only would leave the others to AWS itself.
 */
export function useEmulatedAws(address?: string): void {
  if (address !== undefined) process.env['AWS_ENDPOINT_URL'] = address;
  if (!isAwsEmulated()) return;
  const ofPorts = ports.map(({ emulated }: Port) => emulated?.environment);
  const defaults = Object.assign({}, ofEmulator, ...ofPorts) as Record<string, string>;
  for (const [name, value] of Object.entries(defaults)) process.env[name] ??= value;
}

export function isAwsEmulated(): boolean {
  return Boolean(process.env['AWS_ENDPOINT_URL']) || perService.every((name) => process.env[name]);
}

/** An emulator that the stack started: it has what the local adapters would have. */
export function useOwnEmulator(address: string): void {
  process.env['ADAPTERS'] = 'emulator';
  useEmulatedAws(address);
}

/** Where the SDK finds a service. */
export function endpointOf(service: 'DYNAMODB' | 'S3' | 'SESV2'): string | undefined {
  return process.env[`AWS_ENDPOINT_URL_${service}`] ?? process.env['AWS_ENDPOINT_URL'];
}

/** The region of an emulator. */
export function emulatedRegion(): string {
  return process.env['AWS_REGION'] ?? ofEmulator.AWS_REGION;
}

/** The environment of a program that is no function: this process's own, and more variables. */
export function programEnvironment(variables: Readonly<Record<string, string>>): Record<string, string | undefined> {
  return { ...process.env, ...variables };
}

/** Asked for on the command line, it wins over the environment. */
export function useJsonLog(): void {
  process.env['LOG_FORMAT'] = 'json';
}

/** The folder that was asked for on the command line wins over the environment. */
export function useStateFolder(folder: string): void {
  process.env['STATE_DIR'] = folder;
}

/** Before the first invocation: where functions publish; null is the embedded log. */
export function useKafka(brokers: readonly string[] | null): void {
  if (brokers) process.env['KAFKA_BROKERS'] = brokers.join(',');
  else delete process.env['KAFKA_BROKERS'];
}

/** Before the first invocation: functions meet this trouble when they publish. */
export function usePublishingChaos(chaos: PublishingChaos): void {
  process.env['PUBLISH_CHAOS'] = JSON.stringify(chaos);
}

/** Functions publish nothing themselves: what they store waits for the relay of a stack that runs on a Kafka. */
export function leavePublishingToRelay(): void {
  process.env['PUBLISH_BY'] = 'relay';
}

/** The topics that triggers may attach to; null is all. */
export function attachedTopics(): ReadonlySet<string> | null {
  const names = list(process.env['KAFKA_TOPICS']);
  return names.length === 0 ? null : new Set(names);
}

/** Where a Kafka outside is said to be. */
export function kafkaBrokers(): string[] {
  return list(process.env['KAFKA_BROKERS']);
}

function list(text = ''): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** Where npm was called to run a command of this package; undefined without npm, or by npm for another package. */
export function whereUserStands(packageFile: string): string | undefined {
  return process.env['npm_package_json'] === packageFile ? process.env['INIT_CWD'] : undefined;
}

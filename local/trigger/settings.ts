/** The settings of a mapping, checked and in our own words. */

import { createHash } from 'node:crypto';
import { type Clock, machineClock } from '../../lib/clock/clock.ts';
import type { KafkaRecord } from '../../lib/kafka/record.ts';
import type { EventSource, MskEvent } from '../../lib/msk/mskEvent.ts';
import type { Broker } from '../broker/broker.ts';
import type { Chaos } from './chaos.ts';
import { type Destination, type DestinationPorts, readDestination } from './destination.ts';
import { readFilters } from './filter/filter.ts';
import { defaultKnobs, type Knobs } from './knobs.ts';
import {
  type CheckedParameters,
  checkParameters,
  InvalidParameters,
  isProvisioned,
  type MappingParameters,
} from './parameters.ts';

export interface MappingSettings {
  uuid: string;
  function: string;
  topic: string;
  group: string;
  isEnabled: boolean;
  start: { at: 'TRIM_HORIZON' | 'LATEST' } | { at: 'AT_TIMESTAMP'; timestampMs: number };
  /** Records an invocation, at most. */
  batchSize: number;
  windowMs: number;
  /** Is the record one that the function wants? */
  accepts: (record: KafkaRecord) => boolean;
  pollers: number;
  destination: Destination | null;
  /** Tries after the first one, at most. */
  retries: number;
  maximumAgeMs: number;
  bisects: boolean;
  readsItemFailures: boolean;
  timeoutMs: number;
  knobs: Knobs;
}

/** Options of the function or of this emulator rather than of the mapping. */
export interface LocalOptions {
  /** The function's own, at most 840: the documented limit behind a Kafka mapping. An invocation that takes longer is an error. */
  timeoutSeconds?: number;
  knobs?: Partial<Knobs>;
  now?: Clock;
}

export interface Surroundings {
  broker: Broker;
  /** Where the events say they come from. */
  source: EventSource;
  now: Clock;
  log: Record<'debug' | 'info' | 'warn', (message: string, fields: Record<string, unknown>) => void>;
  /** Throws when the function answered with an error, or not in time; a throttle is an error named TooManyRequestsException. */
  invoke(name: string, event: MskEvent, requestId: string): Promise<unknown>;
  destinations?: DestinationPorts;
  /** How an error of the function is told: some are in the order of things. Default warn. */
  levelOf?(error: unknown): 'debug' | 'warn';
  chaos?: Chaos;
}

/** The default window of Kafka mappings: https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html */
const DEFAULT_WINDOW_MS = 500;
/** https://docs.aws.amazon.com/lambda/latest/dg/with-msk-configure.html: 14 minutes. */
const LONGEST_TIMEOUT_SECONDS = 840;
/** "When you configure both infinite retries and an on-failure destination, Lambda automatically applies a maximum of 10". */
const RETRIES_BEFORE_DESTINATION = 10;

/** InvalidParameters says everything that AWS would refuse. */
export function mappingSettings(
  parameters: MappingParameters,
  { timeoutSeconds = LONGEST_TIMEOUT_SECONDS, knobs = {}, now = machineClock }: LocalOptions = {},
): MappingSettings {
  const checked = checkParameters(parameters, now());
  if (timeoutSeconds > LONGEST_TIMEOUT_SECONDS) {
    throw refusal(
      checked,
      `its time-out is ${timeoutSeconds} s, and a Kafka mapping allows ${LONGEST_TIMEOUT_SECONDS} s`,
    );
  }
  const allKnobs = { ...defaultKnobs, ...knobs };
  const uuid = checked.UUID ?? stableUuid(checked.FunctionName, checked.Topics[0]);
  const age = checked.MaximumRecordAgeInSeconds;
  return {
    uuid,
    function: checked.FunctionName,
    topic: checked.Topics[0],
    // "The group name must match the event source mapping's UUID" where none is given.
    group: checked.AmazonManagedKafkaEventSourceConfig.ConsumerGroupId ?? uuid,
    isEnabled: checked.Enabled,
    start: startOf(checked),
    batchSize: checked.BatchSize,
    windowMs: windowOf(checked),
    accepts: acceptorOf(checked, allKnobs),
    pollers: isProvisioned(checked) ? (checked.ProvisionedPollerConfig.MinimumPollers ?? 1) : allKnobs.onDemandPollers,
    ...failureSettings(checked),
    maximumAgeMs: age === -1 ? Number.POSITIVE_INFINITY : age * 1000,
    bisects: checked.BisectBatchOnFunctionError,
    readsItemFailures: checked.FunctionResponseTypes.length > 0,
    timeoutMs: timeoutSeconds * 1000,
    knobs: allKnobs,
  };
}

function startOf({
  StartingPosition: at,
  StartingPositionTimestamp: seconds = 0,
}: CheckedParameters): MappingSettings['start'] {
  return at === 'AT_TIMESTAMP' ? { at, timestampMs: seconds * 1000 } : { at };
}

function windowOf({ MaximumBatchingWindowInSeconds: seconds }: CheckedParameters): number {
  return seconds === undefined ? DEFAULT_WINDOW_MS : seconds * 1000;
}

function acceptorOf(checked: CheckedParameters, { filterMismatch }: Knobs): MappingSettings['accepts'] {
  const filters = readFilters(
    checked.FilterCriteria.Filters.map(({ Pattern }) => Pattern),
    filterMismatch,
  );
  if ('fault' in filters) throw refusal(checked, `FilterCriteria: ${filters.fault}`);
  return filters.accepts;
}

function failureSettings(checked: CheckedParameters): Pick<MappingSettings, 'destination' | 'retries'> {
  const { Destination: text } = checked.DestinationConfig.OnFailure;
  const destination = text ? readDestination(text, checked.Topics[0]) : null;
  if (destination && 'fault' in destination) throw refusal(checked, `DestinationConfig: ${destination.fault}`);
  const unlimited = destination ? RETRIES_BEFORE_DESTINATION : Number.POSITIVE_INFINITY;
  return { destination, retries: checked.MaximumRetryAttempts === -1 ? unlimited : checked.MaximumRetryAttempts };
}

function refusal({ FunctionName: name }: CheckedParameters, why: string): InvalidParameters {
  return new InvalidParameters(`the mapping of ${name} can't be created: ${why}`);
}

/** AWS draws one at creation; here it stays the same from start to start, since the group hangs on it. */
function stableUuid(name: string, topic: string): string {
  const hex = createHash('sha256').update(`${name}\n${topic}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}

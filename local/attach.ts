/** Starts functions without a caller: mappings for the topics that consumers read, and a schedule for jobs. */

import { randomUUID } from 'node:crypto';
import { machineClock } from '../lib/clock/clock.ts';
import { worksOffDue } from '../lib/connect/connect.ts';
import type { ConsumerConfig } from '../lib/declare/consumerConfig.ts';
import { every } from '../lib/declare/schedule.ts';
import { toFault } from '../lib/errors/fault.ts';
import { functionWanted, type WantedCall } from '../lib/invoke/stackInvoke.ts';
import { withPrefix } from '../lib/kafka/topicPrefix.ts';
import type { Log } from '../lib/observability/log.ts';
import { dueWanted } from '../lib/observability/signals.ts';
import { groupPrefix, type Settings } from '../lib/settings/settings.ts';
import type { Broker } from './broker/broker.ts';
import { clusterAt } from './cluster.ts';
import { attachedTopics } from './environment.ts';
import { isOfKind, type LocalFunction } from './functions.ts';
import type { Invoke } from './invoke.ts';
import { isRelay, whileAway } from './relays.ts';
import { type RunningSchedule, scheduledEvent, type Task } from './schedule.ts';
import type { Mode } from './start/triggerOptions.ts';
import { type Chaos, chaosText } from './trigger/chaos.ts';
import type { MappingParameters } from './trigger/parameters.ts';
import { type MappingSettings, mappingSettings } from './trigger/settings.ts';
import { startTrigger, type Trigger } from './trigger/trigger.ts';
import { UsageError } from './usageError.ts';

/** The runtime itself ends what takes too long: the mapping must not repeat what is about to be ended. */
const GRACE_MS = 60_000;

/** One a consumer and topic, as each topic has its own mapping on AWS. KAFKA_TOPICS, when set, limits the topics. */
export function mappingsOf(functions: readonly LocalFunction[], settings: Settings, mode: Mode): MappingSettings[] {
  if (settings.PARTIAL_RESPONSES && mode === 'on-demand') {
    throw new UsageError(
      'PARTIAL_RESPONSES=true needs --mode provisioned: mappings in on-demand mode take any answer for success, and would lose records.',
    );
  }
  const consumers = functions.filter(isOfKind('consumer'));
  const wanted = attachedTopics();
  refuseUnread(
    wanted,
    consumers.flatMap(({ config }) => config.topics.map(({ name }) => name)),
  );
  return consumers.flatMap(({ config }) =>
    config.topics
      .filter(({ name }) => wanted?.has(name) ?? true)
      .map(({ name: topic }) => {
        const group = `${groupPrefix(settings)}.${config.name}.${topic}`;
        const { timeoutSeconds } = config;
        const onCluster = withPrefix(settings.TOPIC_PREFIX, topic);
        const parameters = { ...mappingOf(config, onCluster, group), ...modeParameters[mode] };
        const mapping = mappingSettings(parameters, { timeoutSeconds });
        return { ...mapping, timeoutMs: mapping.timeoutMs + GRACE_MS };
      }),
  );
}

const modeParameters: Record<Mode, Partial<MappingParameters>> = {
  'on-demand': {},
  provisioned: {
    ProvisionedPollerConfig: { MinimumPollers: 1 },
    FunctionResponseTypes: ['ReportBatchItemFailures'],
  },
};

/** The mapping as deployed, but without the batching window: nobody wants to wait for each hop on a laptop. */
function mappingOf({ name, batchSize }: ConsumerConfig, topic: string, group: string): MappingParameters {
  return {
    FunctionName: name,
    Topics: [topic],
    AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: group },
    BatchSize: batchSize,
    MaximumBatchingWindowInSeconds: 0,
    StartingPosition: 'TRIM_HORIZON',
  };
}

function refuseUnread(wanted: ReadonlySet<string> | null, read: readonly string[]): void {
  const unread = [...(wanted ?? [])].filter((name) => !read.includes(name));
  if (unread.length === 0) return;
  const known = [...new Set(read)].sort().join(', ');
  throw new UsageError(`KAFKA_TOPICS: no consumer reads ${unread.join(', ')}; there are ${known}.`);
}

interface Attached {
  broker: Broker;
  /** Where its clients find it; null is nowhere. */
  brokers: readonly string[] | null;
  log: Log;
  chaos?: Chaos | undefined;
  invoke: Invoke;
}

export function attachTriggers(
  mappings: readonly MappingSettings[],
  functions: readonly LocalFunction[],
  { broker, brokers, log, chaos, invoke }: Attached,
): Trigger {
  if (chaos) log.warn('chaos.on', { switches: chaosText(chaos), again: 'hand these switches to --chaos' });
  const byName = new Map(functions.map((fn) => [fn.config.name, fn]));
  return startTrigger(mappings, {
    broker,
    log,
    now: machineClock,
    ...(chaos && { chaos }),
    source: clusterAt(brokers),
    // A batch that waits for something is retried like any other, but it is no failure; batch.settled tells of it.
    levelOf: (error) => (toFault(error).code === 'HANDED_BACK' ? 'debug' : 'warn'),
    async invoke(name, event, requestId) {
      const fn = byName.get(name);
      if (!fn) throw new Error(`a mapping names ${name}, which is no function`);
      return await invoke(fn, event, requestId);
    },
  });
}

/** The jobs, each with its own schedule, and the broker's own housekeeping. */
export function tasksOf(
  functions: readonly LocalFunction[],
  broker: Broker,
  invoke: Invoke,
  { BREAKER_OPEN_MS: openMs }: Pick<Settings, 'BREAKER_OPEN_MS'>,
): Task[] {
  const jobs = functions.filter(isOfKind('job')).map((fn) => ({
    name: fn.config.name,
    schedule: fn.config.schedule,
    run: () => invoke(fn, scheduledEvent(randomUUID(), new Date(machineClock()))),
    ...(isRelay(fn) && { isAgain: whileAway(openMs, machineClock) }),
  }));
  return [...jobs, { name: 'retention', schedule: every(1), run: () => broker.applyRetention() }];
}

/** A row that is due soon wakes the job that works it off, and that job's calls reach the functions. Answers how to end that. */
export function serveDue(functions: readonly LocalFunction[], schedule: RunningSchedule, invoke: Invoke): () => void {
  const wake = () => {
    for (const { config } of functions) if (worksOffDue(config)) schedule.wake(config.name);
  };
  const call = (wanted: unknown) => {
    const { name, event, clientContext } = wanted as WantedCall;
    const fn = functions.find(({ config }) => config.name === name);
    if (fn) Object.assign(wanted as WantedCall, { answer: invoke(fn, event, randomUUID(), clientContext) });
  };
  dueWanted.subscribe(wake);
  functionWanted.subscribe(call);
  return () => {
    dueWanted.unsubscribe(wake);
    functionWanted.unsubscribe(call);
  };
}

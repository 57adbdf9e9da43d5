/** What starts functions by itself: mappings for the topics they read, and a schedule for jobs. */
import { randomUUID } from 'node:crypto';
import type { Log } from '../lib/observability/log.ts';
import { relayWanted } from '../lib/observability/signals.ts';
import { groupPrefix, type Settings } from '../lib/settings/settings.ts';
import type { Broker } from './broker/broker.ts';
import { localCluster } from './cluster.ts';
import { attachedTopics } from './environment.ts';
import { isOfKind, type LocalFunction } from './functions.ts';
import { invoke } from './invoke.ts';
import { type Schedule, scheduledEvent, type Task } from './schedule.ts';
import type { MappingSettings } from './trigger/settings.ts';
import { startTrigger, type Trigger } from './trigger/trigger.ts';
import { UsageError } from './usageError.ts';

/** One a consumer and topic, as each topic has its own mapping on AWS. KAFKA_TOPICS, when set, limits the topics. */
export function mappingsOf(functions: readonly LocalFunction[], settings: Settings): MappingSettings[] {
  const consumers = functions.filter(isOfKind('consumer'));
  const wanted = attachedTopics();
  refuseUnread(
    wanted,
    consumers.flatMap(({ config }) => config.topics.map(({ name }) => name)),
  );
  return consumers.flatMap(({ config: { name, topics, batchSize } }) =>
    topics
      .filter(({ name: topic }) => wanted?.has(topic) ?? true)
      .map(({ name: topic }) => ({
        function: name,
        topic,
        group: `${groupPrefix(settings)}.${name}.${topic}`,
        batchSize,
      })),
  );
}

function refuseUnread(wanted: ReadonlySet<string> | null, read: readonly string[]): void {
  const unread = [...(wanted ?? [])].filter((name) => !read.includes(name));
  if (unread.length === 0) return;
  const known = [...new Set(read)].sort().join(', ');
  throw new UsageError(`KAFKA_TOPICS: no consumer reads ${unread.join(', ')}; there are ${known}.`);
}

export function attachTriggers(
  mappings: readonly MappingSettings[],
  functions: readonly LocalFunction[],
  broker: Broker,
  log: Log,
): Trigger {
  const byName = new Map(functions.map((fn) => [fn.config.name, fn]));
  return startTrigger(mappings, {
    broker,
    log,
    source: localCluster,
    async invoke(name, event) {
      const fn = byName.get(name);
      if (!fn) throw new Error(`a mapping names ${name}, which is no function`);
      return await invoke(fn, event);
    },
  });
}

/** The jobs, each with its own period, and the broker's own housekeeping. */
export function tasksOf(functions: readonly LocalFunction[], broker: Broker): Task[] {
  const jobs = functions.filter(isOfKind('job')).map((fn) => ({
    name: fn.config.name,
    everyMinutes: fn.config.everyMinutes,
    run: () => invoke(fn, scheduledEvent(randomUUID(), new Date())),
  }));
  return [...jobs, { name: 'retention', everyMinutes: 1, run: () => broker.applyRetention() }];
}

/** A record that could not be sent at once wakes the jobs that relay. Answers how to stop listening. */
export function wakeRelays(functions: readonly LocalFunction[], schedule: Schedule): () => void {
  const relays = functions.filter(({ config }) => config.uses.some(({ kind }) => kind === 'relays'));
  const wake = () => {
    for (const { config } of relays) schedule.wake(config.name);
  };
  relayWanted.subscribe(wake);
  return () => void relayWanted.unsubscribe(wake);
}

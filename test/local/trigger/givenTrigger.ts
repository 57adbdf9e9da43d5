/** A trigger on a real embedded broker, and a function whose answers the test gives. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { MskEvent } from '../../../lib/msk/mskEvent.ts';
import { openEmbeddedBroker } from '../../../local/broker/embedded.ts';
import type { MappingParameters } from '../../../local/trigger/parameters.ts';
import {
  type LocalOptions,
  type MappingSettings,
  mappingSettings,
  type Surroundings,
} from '../../../local/trigger/settings.ts';
import { startTrigger, type Trigger } from '../../../local/trigger/trigger.ts';
import { topicSettings } from '../../contracts/broker/given.ts';

const source = { arn: 'arn:aws:kafka:us-east-1:123456789012:cluster/here/1', bootstrapServers: 'b-1.here:9098' };
/** How long a test waits to see that nothing comes. */
const QUIET_MS = 60;
const LONG_MS = 10_000;

/** An invocation that waits for its answer. */
export interface Pending {
  function: string;
  event: MskEvent;
  requestId: string;
  /** `orders-0@7`, in the order of the event. */
  places: string[];
  succeed(answer?: unknown): void;
  fail(error?: Error): void;
}

/** Topics `orders` and `bills`, of 3 partitions, and `failed`, of one. */
export async function givenTrigger(surroundings: Partial<Surroundings> = {}, now = Date.now) {
  const folder = mkdtempSync(join(tmpdir(), 'trigger-'));
  const broker = openEmbeddedBroker({ file: join(folder, 'broker.db'), now });
  const large = { maxMessageBytes: 20_000_000 };
  await broker.createTopics([
    { ...topicSettings('orders'), ...large },
    topicSettings('bills'),
    { ...topicSettings('failed'), partitions: 1, ...large },
  ]);
  const triggers: Trigger[] = [];
  const { invoke, waiting, nextInvocation, answerAll } = answeredByTest();
  onTestFinished(async () => {
    const stopped = triggers.map((trigger) => trigger.stop());
    answerAll();
    await Promise.all(stopped);
    await broker.close();
    rmSync(folder, { recursive: true });
  });
  const log = { debug: () => undefined, info: () => undefined, warn: () => undefined };

  function startWith(own: Partial<Surroundings>, ...mappings: MappingSettings[]): Trigger {
    const trigger = startTrigger(mappings, { broker, source, invoke, log, now, ...surroundings, ...own });
    triggers.push(trigger);
    return trigger;
  }

  return {
    broker,
    start: (...mappings: MappingSettings[]) => startWith({}, ...mappings),
    /** With a broker that has its troubles, or a function of its own. */
    startWith,
    /** The next one, whenever it comes. */
    nextInvocation,
    /** Invocations that the test has not asked for yet. */
    waiting,
    /** Waits a short while; answers the invocations that the test has not asked for yet. */
    async quiet() {
      await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
      return waiting.map(({ places }) => places);
    },
  };
}

function answeredByTest() {
  const waiting: Pending[] = [];
  const askers: ((pending: Pending) => void)[] = [];
  const invoked: Pending[] = [];

  function invoke(name: string, event: MskEvent, requestId: string): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const records = Object.values(event.records).flat();
    const places = records.map(({ topic, partition, offset }) => `${topic}-${partition}@${offset}`);
    const fail = (error = new Error('no')) => reject(error);
    const pending = {
      function: name,
      event,
      requestId,
      places,
      succeed: (answer: unknown = null) => resolve(answer),
      fail,
    };
    invoked.push(pending);
    const asker = askers.shift();
    if (asker) asker(pending);
    else waiting.push(pending);
    return promise;
  }

  function nextInvocation(): Promise<Pending> {
    const pending = waiting.shift();
    return pending ? Promise.resolve(pending) : new Promise((resolve) => askers.push(resolve));
  }

  /** Those that the test left without an answer: so that the trigger can stop. */
  const answerAll = () => invoked.map((pending) => pending.succeed());
  return { invoke, waiting, nextInvocation, answerAll };
}

/** The mapping of function `ship` on `orders`, without a window and with short pauses; knobs have their defaults. */
export function mapping(parameters: Partial<MappingParameters> = {}, local: LocalOptions = {}): MappingSettings {
  const knobs = { retryPause: () => 1, ...local.knobs };
  return mappingSettings(
    {
      FunctionName: 'ship',
      Topics: ['orders'],
      AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: 'ship-orders' },
      StartingPosition: 'TRIM_HORIZON',
      MaximumBatchingWindowInSeconds: 0,
      ...parameters,
    },
    { ...local, knobs },
  );
}

export const provisioned: Partial<MappingParameters> = { ProvisionedPollerConfig: { MinimumPollers: 1 } };

/** Asks again and again until `read` answers `expected`, and answers what it answered last. */
export async function eventually<T>(read: () => T | Promise<T>, isRight: (value: T) => boolean): Promise<T> {
  const endsAt = Date.now() + LONG_MS;
  for (;;) {
    const value = await read();
    if (isRight(value) || Date.now() > endsAt) return value;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export async function enabled(trigger: Trigger): Promise<void> {
  const state = () => trigger.mappings[0]?.status().State;
  await eventually(state, (reached) => reached === 'Enabled');
}

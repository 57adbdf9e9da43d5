/** The local stack as one whole: broker, triggers, jobs, gateway and inspection API over one state folder. */

import { deadLetters } from '../domain/deadLetters/archive.ts';
import { topics } from '../events/allTopics.ts';
import { machineClock } from '../lib/clock/clock.ts';
import { localFiles, tablesOf } from '../lib/connect/connect.ts';
import { writeEmulatorNote } from '../lib/connect/emulatorNote.ts';
import { compressionOf } from '../lib/kafka/compression.ts';
import { createLog, type Log } from '../lib/observability/log.ts';
import { readSettings } from '../lib/settings/environment.ts';
import { keysIn } from '../lib/token/fileKeys.ts';
import { attachTriggers, mappingsOf, serveDue, tasksOf } from './attach.ts';
import { emulatorInUse, openObjects, openStore } from './aws/adapters.ts';
import { brokenCodeIn } from './brokenCode.ts';
import { type BrokerChoice, openBroker } from './broker/choice.ts';
import { topicsOnCluster, toTopicSettings } from './cluster.ts';
import { useKafka, usePublishingChaos, useStateFolder } from './environment.ts';
import { findFunctions, isOfKind } from './functions.ts';
import { startGateway } from './gateway/gateway.ts';
import { listDeadLetters } from './inspection/deadLetters.ts';
import { startInspection } from './inspection/inspection.ts';
import { openOutside } from './outside.ts';
import { wakeRelays } from './relays.ts';
import { prepareRuntime, type RuntimeChoice } from './runtime/choice.ts';
import { startSchedule } from './schedule.ts';
import type { RunningServer } from './server.ts';
import type { Mode } from './start/triggerOptions.ts';
import { claimState, kafkaFolder, noteKafka } from './state.ts';
import { claimBroker } from './stateBroker.ts';
import { checkStateFiles } from './stateFiles.ts';
import type { Chaos } from './trigger/chaos.ts';

export interface StackOptions {
  /** A folder, or `memory` for one that is thrown away at the end; absent: as the settings have it. */
  state?: string | undefined;
  apiPort: number;
  consolePort: number;
  host: string;
  /** Default on-demand. */
  mode?: Mode;
  /** Trouble on purpose, on the trigger and when functions publish. */
  chaos?: Chaos | undefined;
  broker: BrokerChoice;
  /** Default inline. */
  runtime?: RuntimeChoice;
  /** Gets a line before anything that takes long. */
  tell(line: string): void;
}

export interface Stack {
  apiUrl: string;
  consoleUrl: string;
  /** Where Kafka's clients find the broker; null when it is the embedded one. */
  brokers: readonly string[] | null;
  /** Takes nothing new, lets requests and batches finish within 10 s, and closes. */
  stop(): Promise<void>;
}

/** The first requests go before the imports that nobody waits for. */
const WARM_AFTER_MS = 1_000;
const STOP_LIMIT_MS = 10_000;
/** After this, clients that still keep a request open are cut off. */
const CLIENTS_LIMIT_MS = 5_000;

/**
 * The environment must be prepared before (useLocalEnvironment). One stack a process: functions read their settings once.
 * UsageError when a port or the state folder is taken.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  // The stack of parts closes the first one last, also when a later step fails.
  const parts = new AsyncDisposableStack();
  try {
    const core = await openCore(options, parts);
    const urls = await startParts(options, core, parts);
    core.keepState();
    return { ...urls, brokers: core.brokers, stop: () => endWithin(STOP_LIMIT_MS, parts.disposeAsync(), core.log) };
  } catch (error) {
    await parts.disposeAsync();
    throw error;
  }
}

/** The parts that all others share. */
type Core = Awaited<ReturnType<typeof openCore>>;

async function openCore(options: StackOptions, parts: AsyncDisposableStack) {
  const { state, broker: choice, runtime: where = 'inline', host, tell, chaos } = options;
  const claimed = claimState(state ?? readSettings().settings.STATE_DIR);
  parts.defer(() => claimed.release());
  checkStateFiles(claimed.folder);
  claimBroker(claimed.folder, choice);
  useStateFolder(claimed.folder);
  const prepared = parts.adopt(await prepareRuntime(where, claimed.folder, tell), (begun) => begun.close());
  const { settings } = readSettings();
  const log = createLog({ level: settings.LOG_LEVEL, format: settings.LOG_FORMAT, now: machineClock });
  const files = localFiles(claimed.folder);
  const tokenKeys = keysIn(files.tokenKeys);
  const places = { kafkaFolder: kafkaFolder(claimed.folder), embeddedFile: files.broker, host };
  const onCluster = topicsOnCluster(topics, settings.TOPIC_PREFIX);
  const surroundings = { ...places, compressionOf: compressionOf(onCluster), log, tell };
  const { broker, brokers } = parts.adopt(await openBroker(choice, surroundings), (opened) => opened.close());
  noteKafka(claimed.folder, brokers?.join(',') ?? null);
  useKafka(brokers);
  if (chaos) usePublishingChaos(chaos);
  await broker.createTopics(onCluster.map(toTopicSettings));
  const outside = parts.adopt(await openOutside(files.outside), (opened) => opened.close());
  const brokenCode = brokenCodeIn(log);
  const functions = await findFunctions(undefined, (name, error) => brokenCode.tell(name, error, 'it is left out'));
  writeEmulatorNote(files.emulator, emulatorInUse(settings));
  if (settings.ADAPTERS === 'emulator') {
    const { prepareEmulator } = await import('./aws/emulator.ts');
    await prepareEmulator([...functions.flatMap(({ config }) => tablesOf(config)), deadLetters], settings, log);
  }
  const archive = { store: await openStore(settings, [deadLetters]), objects: await openObjects(settings) };
  parts.defer(() => archive.store.close());
  const runtime = parts.adopt(await prepared.open({ settings, functions, tokenKeys, log }), (opened) => opened.close());
  return { settings, log, broker, brokers, outside, archive, functions, runtime, keepState: claimed.keep, brokenCode };
}

async function startParts(options: StackOptions, core: Core, parts: AsyncDisposableStack) {
  const { settings, log, broker, brokers, outside, functions, archive, runtime } = core;
  const { invoke } = runtime;
  const close = (server: RunningServer) => server.close(CLIENTS_LIMIT_MS);
  const mappings = mappingsOf(functions, settings, options.mode ?? 'on-demand');

  const letters = (limit: number) => listDeadLetters(archive, limit, machineClock());
  const sent = { ...outside.sent, ...runtime.sent };
  const { all: broken } = core.brokenCode;
  const sources = { broker, functions, broken, sent, groups: mappings, deadLetters: letters };
  const inspectionAddress = { host: options.host, port: options.consolePort, option: '--console-port' };
  const inspection = parts.adopt(await startInspection(inspectionAddress, sources, log), close);

  const attached = { broker, brokers, log, chaos: options.chaos, invoke };
  const trigger = parts.adopt(attachTriggers(mappings, functions, attached), (started) => started.stop());
  const schedule = parts.adopt(
    startSchedule(tasksOf(functions, broker, invoke, settings), { log, now: machineClock }),
    (started) => started.stop(),
  );
  parts.defer(wakeRelays(functions, schedule));
  parts.defer(serveDue(functions, schedule, invoke));

  const http = { functions: functions.filter(isOfKind('http')), invoke, log };
  const apiAddress = { host: options.host, port: options.apiPort, option: '--api-port' };
  const api = parts.adopt(await startGateway(apiAddress, http), close);
  const onBroken = (name: string, error: Error) => {
    core.brokenCode.tell(name, error, 'its mappings and schedule are paused until a start that can import it');
    schedule.leave(name);
    for (const [at, mapping] of trigger.mappings.entries()) if (mappings[at]?.function === name) void mapping.stop();
  };
  const warming = setTimeout(() => runtime.warm?.(functions, onBroken), WARM_AFTER_MS);
  parts.defer(() => {
    clearTimeout(warming);
    runtime.hurry?.();
  });
  return { apiUrl: api.url, consoleUrl: inspection.url };
}

async function endWithin(limitMs: number, ending: Promise<void>, log: Log): Promise<void> {
  const { promise: limit, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(() => {
    log.warn('stack.cut-off', { afterMs: limitMs, effect: 'batches in flight come again at the next start' });
    resolve();
  }, limitMs);
  await Promise.race([ending, limit]);
  clearTimeout(timer);
}

/** The local stack as one whole: broker, triggers, jobs, gateway and inspection API over one state folder. */
import { deadLetters } from '../domain/deadLetters/archive.ts';
import { topics } from '../events/catalogue.ts';
import { localFiles } from '../lib/connect/connect.ts';
import { openInbox } from '../lib/mail/inbox.ts';
import { createLog } from '../lib/observability/log.ts';
import { readSettings } from '../lib/settings/environment.ts';
import { sqliteStore } from '../lib/store/sqlite.ts';
import { attachTriggers, mappingsOf, tasksOf } from './attach.ts';
import { openEmbeddedBroker } from './broker/embedded.ts';
import { toTopicSettings } from './cluster.ts';
import { useStateFolder } from './environment.ts';
import { findFunctions, isOfKind } from './functions.ts';
import { startGateway } from './gateway/gateway.ts';
import { listDeadLetters } from './inspection/deadLetters.ts';
import { startInspection } from './inspection/inspection.ts';
import { invoke } from './invoke.ts';
import { startSchedule } from './schedule.ts';
import type { RunningServer } from './server.ts';
import { claimState } from './state.ts';

export interface StackOptions {
  /** A folder, or `memory` for one that is thrown away at the end; absent: as the settings have it. */
  state?: string | undefined;
  apiPort: number;
  consolePort: number;
  host: string;
}

export interface Stack {
  apiUrl: string;
  consoleUrl: string;
  /** Takes nothing new, lets requests and batches finish, and closes. */
  stop(): Promise<void>;
}

/** How long a stop waits for what is in flight. */
const STOP_LIMIT_MS = 10_000;

/**
 * The environment must be prepared before (useLocalEnvironment). One stack a process: functions read their settings once.
 * UsageError when a port or the state folder is taken.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  // What is opened first is closed last, also when a later step fails.
  const parts = new AsyncDisposableStack();
  try {
    const { apiUrl, consoleUrl } = await openParts(options, parts);
    return { apiUrl, consoleUrl, stop: () => parts.disposeAsync() };
  } catch (error) {
    await parts.disposeAsync();
    throw error;
  }
}

async function openParts({ state, host, apiPort, consolePort }: StackOptions, parts: AsyncDisposableStack) {
  const { folder } = parts.adopt(claimState(state ?? readSettings().settings.STATE_DIR), (claimed) =>
    claimed.release(),
  );
  useStateFolder(folder);
  const { settings } = readSettings();
  const log = createLog({ level: settings.LOG_LEVEL, format: settings.LOG_FORMAT });
  const functions = await findFunctions();
  const mappings = mappingsOf(functions, settings);
  const files = localFiles(folder);
  const broker = parts.adopt(openEmbeddedBroker({ file: files.broker }), (opened) => opened.close());
  await broker.createTopics(topics.map(toTopicSettings));
  const inbox = parts.adopt(openInbox(files.outside), (opened) => opened.close());

  const close = (server: RunningServer) => server.close(STOP_LIMIT_MS);
  const archive = sqliteStore({ file: files.store, tables: [deadLetters] });
  parts.adopt(archive, (opened) => opened.close());
  const letters = (limit: number) => listDeadLetters(archive, limit);
  const sources = { broker, inbox, functions, groups: mappings, deadLetters: letters };
  const inspection = { host, port: consolePort, option: '--console-port' };
  const console = parts.adopt(await startInspection(inspection, sources, log), close);
  parts.adopt(attachTriggers(mappings, functions, broker, log), async (trigger) => {
    const isDone = await trigger.stop(STOP_LIMIT_MS);
    if (!isDone)
      log.warn('trigger.cut-off', { afterMs: STOP_LIMIT_MS, effect: 'the batches come again at the next start' });
  });
  parts.adopt(startSchedule(tasksOf(functions, broker), log), (schedule) => schedule.stop());
  const http = { functions: functions.filter(isOfKind('http')), invoke, log };
  const api = parts.adopt(await startGateway({ host, port: apiPort, option: '--api-port' }, http), close);
  return { apiUrl: api.url, consoleUrl: console.url };
}

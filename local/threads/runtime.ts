/**
 * Runs functions in threads beside the stack. All share one, for each thread imports its functions anew. A function that
 * ends, blocks or outlives its thread runs in threads of its own from then on, one invocation at a time in each; so does
 * every other one that was at work in that thread: no neighbour hits it twice.
 */
import { randomUUID } from 'node:crypto';
import type { Log } from '../../lib/observability/log.ts';
import { handlerFile, type LocalFunction } from '../functions.ts';
import type { Runtime } from '../invoke.ts';
import { openLoners } from './alone.ts';
import { openCompany } from './company.ts';
import { incidentsIn } from './incidents.ts';
import type { Call } from './messages.ts';
import { Withdrawn } from './thread.ts';

export interface ThreadedRuntime extends Runtime {
  /** Imports the handlers before they are needed; those that can't be imported are told once each, then or later. */
  warm(functions: readonly LocalFunction[], onBroken: OnBroken): void;
  /** The stack ends: a function that holds its thread is not waited for. */
  hurry(): void;
}

export type OnBroken = (name: string, error: Error) => void;

interface ThreadsOptions {
  log: Log;
  /** The folder of the functions, by kind; default this project's own. */
  root?: string | undefined;
}

export function openThreads({ log, root }: ThreadsOptions): ThreadedRuntime {
  const incidents = incidentsIn(log);
  const expelled = new Set<string>();
  const expel = (names: readonly string[]) => {
    for (const name of names) expelled.add(name);
  };
  const broken = new Set<string>();
  let onBroken: OnBroken | undefined;
  const tellOnce = (name: string, error: Error) => {
    if (!onBroken || broken.has(name)) return;
    broken.add(name);
    onBroken(name, error);
  };
  const company = openCompany({ incidents, expel, print, onBroken: tellOnce });
  const loners = openLoners({ incidents, print });
  const all = [company, loners];

  async function answerOf(call: Call): Promise<string> {
    while (!expelled.has(call.name)) {
      try {
        return await company.invoke(call);
      } catch (error) {
        if (!(error instanceof Withdrawn)) throw error;
      }
    }
    return await loners.invoke(call);
  }

  return {
    async invoke(fn, event, requestId = randomUUID(), clientContext) {
      const { name, timeoutSeconds, kind } = fn.config;
      const context = clientContext === undefined ? undefined : JSON.stringify(clientContext);
      const json = JSON.stringify(event) ?? 'null';
      const given = { event: json, requestId, clientContext: context };
      const isRepeated = kind !== 'http';
      const call = { ...given, name, file: handlerFile(fn.config, root), timeoutSeconds, isRepeated };
      return JSON.parse(await answerOf(call));
    },
    warm(functions, listener) {
      onBroken = listener;
      for (const fn of functions) company.load(fn.config.name, handlerFile(fn.config, root));
    },
    hurry() {
      for (const one of all) one.hurry();
    },
    close: async () => void (await Promise.all(all.map((one) => one.close()))),
  };
}

function print(stream: 'stdout' | 'stderr', text: string): void {
  process[stream].write(text);
}

/** A thread that many functions share until one of them ends, blocks or outlives it; then the next thread takes its place. */
import { MEMORY_MB } from '../lambdaContext.ts';
import { type Incidents, namesOf } from './incidents.ts';
import type { Call } from './messages.ts';
import { startThread, type Thread } from './thread.ts';

const STACK_ENDS = 'was ended with the stack';

export interface Company {
  /** Throws Withdrawn where the thread ended before the call began. */
  invoke(call: Call): Promise<string>;
  load(name: string, file: string): void;
  hurry(): void;
  close(): Promise<void>;
}

interface CompanyOptions {
  incidents: Incidents;
  /** These functions are not to share a thread any more. */
  expel(names: readonly string[]): void;
  print(stream: 'stdout' | 'stderr', text: string): void;
  onBroken(name: string, error: Error): void;
}

/** The threads that are there: one that takes calls, and those that took some before. */
interface State {
  options: CompanyOptions;
  all: Set<Thread>;
  current: Thread | undefined;
  isEnding: boolean;
}

export function openCompany(options: CompanyOptions): Company {
  const state: State = { options, all: new Set(), current: undefined, isEnding: false };
  return {
    async invoke(call) {
      state.current ??= open(state);
      const thread = state.current;
      try {
        return await thread.invoke(call);
      } finally {
        if (thread !== state.current && !thread.isGone()) retire(thread, state);
      }
    },
    load(name, file) {
      state.current ??= open(state);
      state.current.load(name, file);
    },
    hurry() {
      state.isEnding = true;
      for (const thread of state.all) if (thread.isBlocked()) void thread.end(STACK_ENDS);
    },
    close: async () => void (await Promise.all([...state.all].map((thread) => thread.end(STACK_ENDS)))),
  };
}

function open(state: State): Thread {
  const { expel, incidents, print, onBroken } = state.options;
  const thread = startThread(MEMORY_MB, {
    onBlocked: () => endBlocked(thread, state),
    onTimeout(call) {
      incidents.timedOut(call);
      expel([call.name]);
      if (thread.isBlocked()) void thread.end(`was held by ${call.name}`);
      else retire(thread, state);
    },
    onStray(name, error) {
      incidents.stray(name, error);
      if (name === undefined) return;
      expel([name]);
      thread.fail(name, error);
      retire(thread, state);
    },
    onGone(how, name, broken, wasAsked) {
      state.all.delete(thread);
      if (state.current === thread) state.current = undefined;
      if (!wasAsked) incidents.ended(name, how, broken);
      expel([...namesOf(broken), ...(name === undefined ? [] : [name])]);
    },
    onBroken,
    print,
  });
  state.all.add(thread);
  return thread;
}

/** Records come again, so that no other consumer has to wait for a time-out. A request does not, and is left its time. */
function endBlocked(thread: Thread, state: State): void {
  const calls = thread.calls();
  const names = namesOf(calls);
  state.options.incidents.blocked(calls);
  state.options.expel(names);
  if (state.isEnding || calls.some(({ isRepeated }) => isRepeated))
    void thread.end(`was held by ${names.join(' or ')}`);
  else retire(thread, state);
}

/** It takes nothing more, and ends when nothing is left in it. */
function retire(thread: Thread, state: State): void {
  if (state.current === thread) state.current = undefined;
  thread.withdraw();
  if (thread.calls().length === 0) void thread.end('had nothing left to do');
}

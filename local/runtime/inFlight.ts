/** The outcome of one invocation: known as soon as the function answers, told when the runtime is done with it. */
import { named } from './runtimeError.ts';

export interface InFlight {
  outcome: Promise<string>;
  answer(body: string): void;
  fail(error: Error): void;
  /** The runtime asks for more, so that it may be frozen now: the caller hears what it answered. */
  finish(): void;
  /** The process is gone. What it had answered before stands. */
  crash(how: string): void;
}

/** The first of answer, failure and crash counts. */
export function createInFlight(requestId: string): InFlight {
  const { promise: outcome, resolve, reject } = Promise.withResolvers<string>();
  let tell: (() => void) | undefined;
  const settle = (how: () => void) => {
    tell ??= how;
  };
  return {
    outcome,
    answer: (body) => settle(() => resolve(body)),
    fail: (error) => settle(() => reject(error)),
    finish: () => tell?.(),
    crash(how) {
      const message = `RequestId: ${requestId} Error: Runtime exited with error: ${how}`;
      settle(() => reject(named('Runtime.ExitError', message)));
      tell?.();
    },
  };
}

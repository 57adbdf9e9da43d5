/** A breaker whose clock and log the test owns: it opens at three failures in a row, for ten seconds. */
import { createBreaker } from '../../../lib/connect/breaker.ts';
import { type ErrorCode, Fault } from '../../../lib/errors/fault.ts';
import { createLog } from '../../../lib/observability/log.ts';
import type { Breaker } from '../../../lib/port/port.ts';

export function givenBreaker() {
  const clock = { nowMs: Date.parse('2026-11-21T08:00:00.000Z') };
  const lines: Record<string, unknown>[] = [];
  const breaker = createBreaker({
    dependency: 'mail',
    failures: 3,
    openMs: 10_000,
    now: () => clock.nowMs,
    log: createLog({ level: 'info', format: 'json', now: Date.now }, {}, (line) => lines.push(JSON.parse(line))),
  });
  return { breaker, clock, lines };
}

export const failing =
  (code: ErrorCode = 'DEPENDENCY_FAILED', detail = '503') =>
  async (): Promise<never> => {
    throw new Fault(code, detail);
  };

/** The end of a run: 'done', or the code of its fault. */
export function codeOf(run: Promise<unknown>): Promise<string> {
  return run.then(() => 'done').catch((error: Fault) => error.code);
}

export async function fail(breaker: Breaker, times: number, call = failing()): Promise<void> {
  for (let time = 0; time < times; time += 1) await codeOf(breaker.run(call));
}

/** A call that ends when the test says so. */
export function pending() {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  return { call: () => promise, resolve, reject };
}

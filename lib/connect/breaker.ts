/** A circuit breaker: a dependency that keeps failing is left alone for a while, then tried with one call at a time. */
import { type ErrorCode, Fault, toFault } from '../errors/fault.ts';
import type { Log } from '../observability/log.ts';
import type { Breaker } from '../port/port.ts';

export interface BreakerOptions {
  /** Its name in errors and log lines. */
  dependency: string;
  /** It opens at so many failures in a row. */
  failures: number;
  /** For so long no call is made; as long again is a single call waited for, before another one is made. */
  openMs: number;
  /** Epoch milliseconds. */
  now(): number;
  log: Pick<Log, 'info' | 'warn'>;
}

interface State {
  /** In a row. */
  failures: number;
  last: Fault | undefined;
  /** The error of the last failure. */
  cause: unknown;
  open: Open | undefined;
}

interface Open {
  sinceMs: number;
  retryAtMs: number;
}

/**
 * Closed: every call is made. Open: none, until it is time for one, the probe; a probe's success closes, its failure
 * keeps it open as long again. Whoever comes meanwhile is refused, and does not wait for the probe: it may take long.
 */
export function createBreaker(options: BreakerOptions): Breaker {
  const state: State = { failures: 0, last: undefined, cause: undefined, open: undefined };
  const refusal = () => refusalOf(state, options);
  return {
    refusal,
    async run(call, signal) {
      const refused = refusal();
      if (refused) throw refused;
      const made = { probed: state.open, atMs: options.now(), isLate: signal?.aborted === true, signal };
      if (state.open) state.open.retryAtMs = made.atMs + options.openMs;
      try {
        const answer = await call();
        // Ignore results of calls that started before the breaker last changed state.
        if (made.probed === state.open) succeeded(state, options);
        return answer;
      } catch (error) {
        throw judged(toFault(error), made, state, options);
      }
    },
  };
}

interface Made {
  /** The open state that the call was made to probe. */
  probed: Open | undefined;
  atMs: number;
  /** Its time was over before. */
  isLate: boolean;
  signal: AbortSignal | undefined;
}

function judged(fault: Fault, made: Made, state: State, options: BreakerOptions): Fault {
  const { probed } = made;
  if (!speaksOfIt(fault, made, options.now())) {
    // The next call may be the probe.
    if (probed) probed.retryAtMs = options.now();
    return fault;
  }
  // Calls that an adapter makes together fail with one error, and those of one time limit are cut off for one reason.
  const cause: unknown = made.signal?.aborted ? made.signal.reason : fault;
  if (probed === state.open && cause !== state.cause) failed(Object.assign(state, { cause, last: fault }), options);
  fault.isOutage = state.open !== undefined;
  return fault;
}

function refusalOf({ open, failures, last }: State, { dependency, now }: BreakerOptions): Fault | null {
  if (!open || now() >= open.retryAtMs) return null;
  const times = `${dependency}, since ${iso(open.sinceMs)}, tried again at ${iso(open.retryAtMs)}`;
  return new Fault('BREAKER_OPEN', `${times}; ${failures} failures, the last: ${last?.message}`, { cause: last });
}

function succeeded(state: State, { dependency, now, log }: BreakerOptions): void {
  if (state.open) log.info('breaker.closed', { dependency, openForMs: now() - state.open.sinceMs });
  state.failures = 0;
  state.open = undefined;
}

function failed(state: State, { dependency, failures, openMs, now, log }: BreakerOptions): void {
  const { last } = state;
  state.failures += 1;
  if (state.failures < failures) return;
  const retryAtMs = now() + openMs;
  const told = { failures: state.failures, retryAt: iso(retryAtMs), errorCode: last?.code, error: last?.message };
  log.warn(state.open ? 'breaker.stays-open' : 'breaker.opened', { dependency, ...told });
  // The same object as long as it is open: it tells calls made before from those made after.
  if (state.open) state.open.retryAtMs = retryAtMs;
  else state.open = { sinceMs: now(), retryAtMs };
}

/** Unavailable for reasons of ours, or of one topic. */
const ofUs: ReadonlySet<ErrorCode> = new Set([
  'NOT_AUTHORISED',
  'UNKNOWN_TOPIC',
  'TOPIC_UNAVAILABLE',
  'CLOCK_REFUSED',
  'UNDECLARED',
  'SETTINGS_INVALID',
]);
/** A call that was cut off sooner says nothing: what came before it may have used the time up. */
const FAIR_CHANCE_MS = 250;

/** A refusal or a throttling shows a dependency that works. */
function speaksOfIt(fault: Fault, { signal, atMs, isLate }: Made, nowMs: number): boolean {
  if (isLate || (fault.class !== 'transient' && fault.class !== 'unavailable') || ofUs.has(fault.code)) return false;
  if (!signal?.aborted) return true;
  // Else our invocation ends. A time limit gives its reason as `AbortSignal.timeout` does.
  const isTimeLimit = signal.reason instanceof Error && signal.reason.name === 'TimeoutError';
  return isTimeLimit && nowMs - atMs >= FAIR_CHANCE_MS;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

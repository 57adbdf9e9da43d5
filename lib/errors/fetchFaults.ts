/** Turns errors of `fetch`, and an HTTP service's failures, into our faults. */
import { described, isUnconnected } from './connection.ts';
import { type ErrorCode, Fault, toFault } from './fault.ts';
import { retryAfterOf } from './retryAfter.ts';

/**
 * `place` is the call and what it was about: `POST https://…`, without secrets. DEPENDENCY_UNAVAILABLE: no connection
 * came about, so nothing was sent. TIMED_OUT (the signal was aborted) and DEPENDENCY_FAILED (the connection broke, also
 * amid the answer's body): it may have been done. Faults of ours stay what they are, and so do bugs.
 */
export function fetchFault(error: unknown, place: string): Fault {
  if (error instanceof Fault) return error;
  const code = thrownCode(error);
  return code ? new Fault(code, `${place}: ${textOf(error)}`, { cause: error }) : toFault(error);
}

/** undici throws a TypeError for whatever goes wrong on the way, and its cause tells what; a bug has no such cause. */
function thrownCode(error: unknown): ErrorCode | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return 'TIMED_OUT';
  const { cause } = error;
  if (!(error instanceof TypeError && (error.message === 'fetch failed' || error.message === 'terminated'))) return;
  if (isUnconnected(cause)) return 'DEPENDENCY_UNAVAILABLE';
  // `fetch` itself refuses these: `redirect: 'error'`, and ports that browsers don't use.
  return /^(unexpected redirect|bad port)$/.test((cause as Error | undefined)?.message ?? '')
    ? 'REQUEST_REFUSED'
    : 'DEPENDENCY_FAILED';
}

function textOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error ? `${(error as Error).message}, ${described(cause)}` : described(error);
}

/** Status → code, where a service means something else by it than most. */
type Statuses = Readonly<Record<number, ErrorCode>>;

/** RFC 9110 §15, RFC 8470 (425), RFC 6585 (429). */
const statuses: Statuses = {
  401: 'NOT_AUTHORISED',
  403: 'NOT_AUTHORISED',
  407: 'NOT_AUTHORISED',
  408: 'TIMED_OUT',
  425: 'THROTTLED',
  429: 'THROTTLED',
};

/**
 * undefined: success. Redirects that were not followed are refusals, as are all of 4xx that is not named above. 5xx is
 * DEPENDENCY_FAILED, also with `retry-after`: who answers may not be who did it. `own` are the adapter's own statuses.
 */
export function answerFault(
  { status, statusText, headers }: Pick<Response, 'status' | 'statusText' | 'headers'>,
  place: string,
  { own = {}, nowMs }: { own?: Statuses; nowMs?: number } = {},
): Fault | undefined {
  if (status >= 200 && status < 300) return undefined;
  const code = own[status] ?? statuses[status] ?? (status >= 500 ? 'DEPENDENCY_FAILED' : 'REQUEST_REFUSED');
  const retryAfterMs = retryAfterOf((name) => headers.get(name), nowMs);
  return new Fault(code, `${place}: ${`${status} ${statusText}`.trim()}`, { retryAfterMs });
}

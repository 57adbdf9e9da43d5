/** An invocation answers shortly before Lambda would end it, instead of leaving the caller without a word. */
import { Fault } from '../errors/fault.ts';

/** Enough to log, to answer, and to end the calls that are still out. */
const EARLY_MS = 500;
/** The route is named where there is one, so it comes before the function as a whole. */
const SOONER_MS = 10;

/** For Middy: the problem is a 503, for whoever was too slow may be faster next time. */
export function beforeTheEnd(name: string, route?: { action: string; method: string; path: string }) {
  const what = route
    ? `${name}.${route.action} had no answer to ${route.method} ${route.path}`
    : `${name} had no answer`;
  return {
    timeoutEarlyInMillis: route ? EARLY_MS + SOONER_MS : EARLY_MS,
    timeoutEarlyResponse: (): never => {
      throw new Fault('TIMED_OUT', `${what} when its invocation was about to end`);
    },
  };
}

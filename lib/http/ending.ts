/** What an invocation does shortly before Lambda would end it: it answers, instead of leaving the caller without a word. */
import { Fault } from '../errors/fault.ts';

/** Enough to log, to answer, and to end the calls that are still out. */
const EARLY_MS = 500;

/** For Middy: the problem is a 503, for whoever was too slow may be faster next time. */
export const beforeTheEnd = {
  timeoutEarlyInMillis: EARLY_MS,
  timeoutEarlyResponse: (): never => {
    throw new Fault('TIMED_OUT', 'the invocation was about to end before there was an answer');
  },
};

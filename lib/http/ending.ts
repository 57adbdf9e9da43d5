/** Answers shortly before Lambda would end the invocation and leave the caller without an answer. */
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

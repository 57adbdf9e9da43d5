/** The port by which a job invokes functions of ours and waits for their answer. Adapters: Lambda, and the local stack's runtime. */
import { type ErrorCode, errorTable } from '../errors/fault.ts';

/**
 * `handed-back`: the function answered that its records must come again, or threw otherwise. `ended`: its process did, or
 * its time was over.
 */
export type Invoked = { kind: 'answered' } | { kind: 'handed-back' | 'ended'; error: string };

/** Faults FUNCTION_MISSING, THROTTLED, TIMED_OUT, NOT_AUTHORISED, DEPENDENCY_FAILED: the function may have run or not. */
export type InvokeFunction = (call: {
  /** The name in its config. */
  name: string;
  event: unknown;
  clientContext: object;
  signal: AbortSignal;
}) => Promise<Invoked>;

/** Runtime.ExitError and Sandbox.Timedout as Lambda names them; the older runtimes name no type for a time-out. */
const ENDED = /^(?:Runtime\.(?:ExitError|OutOfMemory|Unknown)|Sandbox\.Timedout)$|Task timed out after [\d.]+ seconds/;
const HANDED_BACK: ErrorCode = 'HANDED_BACK';

/** Reads the error of a function. Lambda: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html */
export function outcomeOf({
  errorType = '',
  errorMessage = '',
}: {
  errorType?: string;
  errorMessage?: string;
}): Invoked {
  const isEnded = ENDED.test(errorType) || ENDED.test(errorMessage);
  return { kind: isEnded ? 'ended' : 'handed-back', error: errorMessage || errorType };
}

/** Whether it only says that records wait: the order of things, and no reason to be woken. */
export function isWaiting({ error }: { error: string }): boolean {
  return error.startsWith(errorTable[HANDED_BACK].sentence);
}

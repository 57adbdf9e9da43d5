/** Turns what a function threw in its thread into an error that says and means the same here. */
import { thrownBy } from '../runtime/runtimeError.ts';
import type { Thrown } from './messages.ts';

/** A Fault keeps its code, and a bug stays one for toFault. */
export function revived({ errorType, errorMessage, stack, isBug }: Thrown): Error {
  const error = isBug ? new TypeError(errorMessage) : thrownBy({ errorType, errorMessage });
  if (isBug) Object.assign(error, { name: errorType });
  if (stack !== undefined) error.stack = stack;
  return error;
}

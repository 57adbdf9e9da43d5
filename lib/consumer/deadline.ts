/** How much of an invocation must be left for a record to be started. */
import type { Invocation } from '../lambda/lambda.ts';

/** No record is started with less than this left, so that none is cut in the middle (design: deadline). */
export const RESERVE_MS = 2_000;

export function canStart(invocation: Invocation): boolean {
  return invocation.remainingMs() > RESERVE_MS;
}

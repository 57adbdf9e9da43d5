/** The answer of a delivery whose message is to be sent at a later time. */

export interface Later {
  kind: 'later';
  /** Epoch milliseconds. */
  dueAtMs: number;
}

/**
 * Sends nothing now: the record comes to the same delivery again at that time, as if it were new. Epoch milliseconds; a
 * time in the past is now, and the end is 30 days ahead: beyond it the record is a dead letter DUE_INVALID.
 */
export function later(dueAtMs: number): Later {
  return { kind: 'later', dueAtMs };
}

/** Whether a send answered that instead of a receipt. */
export function isLater(answer: unknown): answer is Later {
  return typeof answer === 'object' && answer !== null && 'kind' in answer && answer.kind === 'later';
}

/** Log lines that somebody should know of: each has an alarm, and docs/guides/operate.md says what to do. */

/** How many lines, within five minutes, are one too many. */
export const watchedLines = {
  'clock.refused': 1,
  'collector.stopped': 1,
  'deployment.faulty': 1,
  'due.crashed': 1,
  'due.parked': 1,
  'failure.unfollowed': 1,
  'invocation.failed': 1,
  'item.stuck': 1,
  'outbox.parked': 1,
  'record.crashed': 1,
  'record.stored': 1,
  'record.unsettled': 1,
  'request.failed': 1,
  // These are told as warnings.
  'breaker.stays-open': 3,
  'mail.sender-not-verified': 1,
  'partition.stands': 1,
  'record.stuck': 1,
  'relay.failed': 1,
  'relay.not-woken': 3,
  /** A dead letter. */
  'record.settled': 1,
} as const satisfies Record<string, number>;

export type WatchedLine = keyof typeof watchedLines;

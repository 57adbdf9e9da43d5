/** When a job runs. */
import { checkCron } from './cron.ts';

export type Schedule = { kind: 'every'; minutes: number } | { kind: 'cron'; fields: string } | { kind: 'by-hand' };

/** By no schedule: operators invoke it, or a deployment does. */
export const byHand: Schedule = { kind: 'by-hand' };

/** Again and again; on AWS and here the first time at once. Throws a RangeError for what is no number of minutes. */
export function every(minutes: number): Schedule {
  if (!Number.isSafeInteger(minutes) || minutes < 1)
    throw new RangeError(`every(${minutes}): expected a whole number of minutes, 1 or more`);
  return { kind: 'every', minutes };
}

/**
 * By EventBridge's six fields, in UTC: minutes, hours, day of month, month, day of week, year. `cron('0 2 * * ? *')` is
 * 02:00 each day. Throws a RangeError that says which field is wrong.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cron-expressions.html
 */
export function cron(fields: string): Schedule {
  checkCron(fields);
  return { kind: 'cron', fields };
}

/** In the words of EventBridge, which wants the singular for one; undefined where it calls nobody. */
export function expressionOf(schedule: Schedule): string | undefined {
  if (schedule.kind === 'by-hand') return undefined;
  if (schedule.kind === 'cron') return `cron(${schedule.fields})`;
  return `rate(${schedule.minutes} ${schedule.minutes === 1 ? 'minute' : 'minutes'})`;
}

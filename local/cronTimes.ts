/** The times of a cron expression in EventBridge's dialect, by croner, which has the same forms with a few other letters. */
import { Cron } from 'croner';

/** The first time after `afterMs`; undefined where none follows. The fields are checked already (lib/declare/cron.ts). */
export function nextTime(fields: string, afterMs: number): number | undefined {
  const [minutes, hours, day, month, weekday, year] = fields.split(' ');
  // Alone, L is the last day of the week, Saturday.
  const withSeconds = ['0', minutes, hours, day, month, weekday === 'L' ? '7' : weekday, year].join(' ');
  // alternativeWeekdays: Sunday is 1. sloppyRanges: 5/20 goes on from 5 to the end.
  const times = new Cron(withSeconds, { timezone: 'Etc/UTC', alternativeWeekdays: true, sloppyRanges: true });
  return times.nextRun(new Date(afterMs))?.getTime();
}

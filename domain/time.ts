/** The time of an entity's next change: an entity's event times strictly increase with its version, also when the clock does not. */
export function timeAfter(previous: string, nowMs: number): string {
  return new Date(Math.max(nowMs, Date.parse(previous) + 1)).toISOString();
}

/** Below, at or above zero as `a` is before, at or after `b`; both UTC with three or nine digits of a second. */
export function compareTimes(a: string, b: string): number {
  const [first, second] = [sortableTime(a), sortableTime(b)];
  if (first === second) return 0;
  return first < second ? -1 : 1;
}

const NINE_DIGITS = '2026-11-21T08:00:00.123456789'.length;

/** The same time with nine digits of a second, so that keys sort as times do. */
export function sortableTime(time: string): string {
  return `${time.slice(0, -1).padEnd(NINE_DIGITS, '0')}Z`;
}

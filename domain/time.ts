/** The time of an entity's next change: an entity's event times strictly increase with its version, also when the clock does not. */
export function timeAfter(previous: string, nowMs: number): string {
  return new Date(Math.max(nowMs, Date.parse(previous) + 1)).toISOString();
}

/** Below, at or above zero as `a` is before, at or after `b`; both UTC with three or nine digits of a second. */
export function compareTimes(a: string, b: string): number {
  return compareText(sortableTime(a), sortableTime(b));
}

/**
 * Where a record stands, as text by which events of one time are ordered: within a partition by offset, as a number;
 * between partitions by their names. Empty where no record is handled.
 */
export function placeInLog({ writer, offset }: { writer: string; offset?: number }): string {
  return offset === undefined ? '' : `${writer}#${String(offset).padStart(16, '0')}`;
}

/** The same from an id that is itself a place (`order-events-1-50`), for what was kept before places were noted. */
export function placeIn(id: string): string {
  const at = id.lastIndexOf('-');
  const offset = id.slice(at + 1);
  return at > 0 && /^\d{1,16}$/.test(offset) ? placeInLog({ writer: id.slice(0, at), offset: Number(offset) }) : '';
}

/** Below, at or above zero as `a` is told before, with or after `b`, both of one time: by place in the log, then by id. */
export function compareTellings(a: { from?: string; id: string }, b: { from?: string; id: string }): number {
  return compareText(a.from ?? placeIn(a.id), b.from ?? placeIn(b.id)) || compareText(a.id, b.id);
}

export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

const NINE_DIGITS = '2026-11-21T08:00:00.123456789'.length;

/** The same time with nine digits of a second, so that keys sort as times do. */
export function sortableTime(time: string): string {
  return `${time.slice(0, -1).padEnd(NINE_DIGITS, '0')}Z`;
}

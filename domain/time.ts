/** The time of an entity's next change: an entity's event times strictly increase with its version, also when the clock does not. */
export function timeAfter(previous: string, nowMs: number): string {
  return new Date(Math.max(nowMs, Date.parse(previous) + 1)).toISOString();
}

/** How long a service asks to wait, as its answer's headers say it. */

const seconds = /^\d+(\.\d+)?$/;
/** All three forms of RFC 9110 §5.6.7. `Date.parse` alone would make a date of nearly anything. */
const httpDate = /^[A-Z][a-z]+, [\w: -]+ GMT$/;
const asctimeDate = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}$/;

/**
 * Milliseconds (RFC 9110 §10.2.3: seconds, or a date, which is compared with the answer's own `date`, or else with
 * `nowMs`); undefined where nothing is said or comparable, or that time has come. `header` takes a name in lower case.
 */
export function retryAfterOf(header: (name: string) => string | null | undefined, nowMs?: number): number | undefined {
  // AWS: the same in milliseconds, before the usual one where both are there.
  const amazon = header('x-amz-retry-after')?.trim() ?? '';
  const usual = header('retry-after')?.trim() ?? '';
  const waitMs = seconds.test(amazon) ? Number(amazon) : waitOf(usual, parseDate(header('date') ?? '') ?? nowMs);
  return waitMs !== undefined && waitMs > 0 ? waitMs : undefined;
}

function waitOf(told: string, nowMs: number | undefined): number | undefined {
  if (seconds.test(told)) return Number(told) * 1_000;
  const atMs = parseDate(told);
  return atMs === undefined || nowMs === undefined ? undefined : atMs - nowMs;
}

function parseDate(text: string): number | undefined {
  const trimmed = text.trim();
  if (!httpDate.test(trimmed) && !asctimeDate.test(trimmed)) return undefined;
  const ms = Date.parse(trimmed.endsWith('GMT') ? trimmed : `${trimmed} GMT`);
  return Number.isNaN(ms) ? undefined : ms;
}

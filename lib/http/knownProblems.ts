/** Lists the problems that a route may answer: the frame's own, by what the route declares, and those of its action. */
import type { Route } from './config.ts';

/** Status → codes, in order of status. */
export function problemsOf(route: Route): Map<number, string[]> {
  const known = new Map<number, string[]>();
  const add = (status: number, ...codes: readonly string[]) => {
    known.set(status, [...new Set([...(known.get(status) ?? []), ...codes])]);
  };
  const { access, body, query, path, creates, versioned, method, throttle, problems = {} } = route;
  if (body) {
    add(400, 'MALFORMED_BODY', 'INVALID_BODY', 'INVALID_VALUE');
    add(413, 'TOO_LARGE');
    add(415, 'NOT_JSON');
  }
  if (query) add(400, 'INVALID_QUERY');
  if (creates) {
    add(400, 'INVALID_HEADER');
    add(422, 'IDEMPOTENCY_KEY_REUSED');
  }
  if (access === 'signed') add(401, 'SIGNATURE_REFUSED');
  if (typeof access === 'object') {
    add(401, 'UNAUTHENTICATED');
    add(403, 'FORBIDDEN');
  }
  if (path.includes('{')) {
    add(400, 'INVALID_VALUE');
    add(404, 'NOT_FOUND');
  }
  if (versioned && method !== 'GET') {
    add(400, 'INVALID_HEADER');
    add(412, 'VERSION_MISMATCH');
  }
  if (throttle) add(429, 'TOO_MANY_TRIES');
  for (const [status, codes] of Object.entries(problems)) add(Number(status), ...codes);
  add(500, 'INTERNAL', 'SETTINGS_INVALID');
  add(503, 'UNAVAILABLE');
  return new Map([...known].sort(([a], [b]) => a - b));
}

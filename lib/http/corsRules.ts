/** The methods and headers that browsers may use: one list for the functions, and for the API that answers before them on AWS. */

/** No cookies: a bearer token is sent by who holds it. */
export const allowed = {
  methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
  headers: ['authorization', 'content-type', 'idempotency-key', 'if-match', 'if-none-match', 'traceparent'],
  exposedHeaders: ['etag', 'idempotent-replayed', 'retry-after', 'traceparent', 'x-request-id'],
  maxAgeSeconds: 86_400,
} as const;

/** Lambda's limits of a synchronous invocation's request and answer, as JSON: less than API Gateway's own 10 MB (guide, "Lambda quotas"). */

/** Lambda's own words: "Request must be smaller than 6291456 bytes", "Exceeded maximum allowed payload size (6291556 bytes)". */
const REQUEST_BYTES = 6_291_456;
const RESPONSE_BYTES = 6_291_556;

export function eventFits(event: unknown): boolean {
  return jsonBytes(event) <= REQUEST_BYTES;
}

export function answerFits(answer: unknown): boolean {
  return jsonBytes(answer) <= RESPONSE_BYTES;
}

function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? 'null');
}

/** W3C trace context: which request an event, a log line or a dead letter belongs to (https://www.w3.org/TR/trace-context/). */
import { randomBytes } from 'node:crypto';

export interface Trace {
  /** 32 hex digits. */
  traceId: string;
  /** 16 hex digits: the step that caused what comes next. */
  spanId: string;
}

const traceparent = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/;
const hexTraceId = /^[0-9a-f]{32}$/;

/** The next step of the trace in that header; else of the trace with that id; else of a new one. */
export function continueTrace(header: string | undefined, traceId: unknown): Trace {
  const fromHeader = header === undefined ? null : traceparent.exec(header);
  const known = fromHeader?.[1] ?? (typeof traceId === 'string' && hexTraceId.test(traceId) ? traceId : undefined);
  return { traceId: known ?? randomBytes(16).toString('hex'), spanId: randomBytes(8).toString('hex') };
}

export function toTraceparent(trace: Trace): string {
  return `00-${trace.traceId}-${trace.spanId}-01`;
}

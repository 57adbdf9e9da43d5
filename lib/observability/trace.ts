/** W3C trace context: which request an event, a log line or a dead letter belongs to (https://www.w3.org/TR/trace-context/). */
import { randomBytes } from 'node:crypto';

export interface Trace {
  /** 32 hex digits. */
  traceId: string;
  /** 16 hex digits: the step that caused what comes next. */
  spanId: string;
}

/** Lower case only. What a later version has behind these fields is not ours to read. */
const traceparent = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(?:$|-)/;
const hexTraceId = /^[0-9a-f]{32}$/;
const allZero = /^0+$/;
/** Version 00 has exactly so many characters. */
const LENGTH = 55;

/**
 * The next step of the trace in that header; else of the trace with that id; else of a new one. A header that breaks the
 * rules (a trace or span id of zeros, version ff, upper case) starts a new trace, as the recommendation has it.
 */
export function continueTrace(header: string | undefined, traceId: unknown): Trace {
  const known = traceIdIn(header) ?? (isTraceId(traceId) ? traceId : undefined);
  return { traceId: known ?? randomBytes(16).toString('hex'), spanId: randomBytes(8).toString('hex') };
}

/** The trace id in a `traceparent`; undefined where there is none, or none that is valid. */
export function traceIdIn(header: unknown): string | undefined {
  if (typeof header !== 'string') return undefined;
  // White space around a header's value is no part of it.
  const value = header.trim();
  const [, version, traceId = '', spanId = ''] = traceparent.exec(value) ?? [];
  if (version === undefined || version === 'ff' || (version === '00' && value.length !== LENGTH)) return undefined;
  return allZero.test(traceId) || allZero.test(spanId) ? undefined : traceId;
}

function isTraceId(text: unknown): text is string {
  return typeof text === 'string' && hexTraceId.test(text) && !allZero.test(text);
}

/** A producer's own trace id: any form is kept but zeros, which stand for no trace. */
export function ownTraceId(text: unknown): string | undefined {
  return typeof text === 'string' && text !== '' && !allZero.test(text) ? text : undefined;
}

export function toTraceparent(trace: Trace): string {
  return `00-${trace.traceId}-${trace.spanId}-01`;
}

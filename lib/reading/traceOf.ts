/** The trace that a message continues: its header's, or else the one that its event names. */
import { headerOf } from '../kafka/record.ts';
import { continueTrace, type Trace } from '../observability/trace.ts';
import type { Message } from './message.ts';

export function traceOf({ event, record }: Pick<Message, 'event' | 'record'>): Trace {
  return continueTrace(headerOf(record, 'traceparent'), event.traceId);
}

/** A row due for an event of ours: how a decision has a function told something at a later time. */
import { createHash } from 'node:crypto';
import { encode } from '../envelope/encode.ts';
import type { NewEvent } from '../envelope/event.ts';
import { Fault } from '../errors/fault.ts';
import { FIRST_MADE_UP_OFFSET } from '../kafka/record.ts';
import type { Put } from '../store/store.ts';
import { dueRow } from './dueRow.ts';

interface DueEvent {
  /** The consumer that is told; it declares the event, and `table(due)`. */
  function: string;
  /** Epoch milliseconds. A time in the past is now; the end is 30 days ahead. */
  dueAtMs: number;
  nowMs: number;
}

/**
 * The write for a commit, of whoever declares `table(due)`. The event never is on a topic: only this function is told, and
 * its mark recognises repeats by the event's id, which the caller chooses. Faults EVENT_INVALID, EVENT_TOO_LARGE, DUE_INVALID.
 */
export function dueEvent(event: NewEvent, { function: name, dueAtMs, nowMs }: DueEvent): Put {
  const { id, at = new Date(nowMs).toISOString() } = event.fact;
  const { type } = event.definition;
  if (id === undefined) throw new Fault('EVENT_INVALID', `${type} is due for ${name}: expected an id of its fact`);
  const digest = createHash('sha256').update(`${type} ${id}`).digest();
  const hex = digest.toString('hex');
  // The same decision made again comes to the same bytes.
  const trace = { traceId: hex.slice(0, 32), spanId: hex.slice(32, 48) };
  const [own] = encode({ ...event, fact: { ...event.fact, id, at } }, trace);
  if (!own) throw new Fault('EVENT_INVALID', `${type} has no topic`);
  const offset = FIRST_MADE_UP_OFFSET + digest.readUIntBE(0, 6);
  const record = { ...own, partition: 0, offset, timestamp: nowMs };
  return dueRow({ function: name, record, dueAtMs }, nowMs).write;
}

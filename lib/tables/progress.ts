/** Progress rows tell which record an invocation was handling when its process ended: a record that kills the process is found by them. */
import { defineTable, type Item } from '../store/store.ts';

/**
 * A row stands while a run is open, and any answer takes it away. What that guarantees:
 * - A record is given up only after two runs in a row, one record at a time, noted it and never answered.
 * - It is given up only when both are over for certain (`untilMs`), so that two workers on one partition, one of them
 *   forgotten by Lambda, make nothing of a healthy record but one that is handled alone. Until then it waits.
 * - A run that answers after another took its row over says that it survived, which starts the count anew; and every
 *   change of a row that counts is made only on the row as it was read.
 * - A row tells of bytes, not only of an offset, since topics are recreated.
 */
export interface Progress extends Item {
  /** The run that holds the row. */
  owner: string;
  /** Epoch milliseconds by which it is over, whether it answered or not. */
  untilMs: number;
  /** The record it began with; one at a time, the record it is at. */
  offset: number;
  bytes: string;
  /** How many runs in a row, one record at a time, ended at this record if this one never answers. 0: many at a time. */
  runs: number;
  /** Epoch seconds. */
  expiresAt: number;
}

export const progress = defineTable<Progress>({ name: 'progress', expires: true });

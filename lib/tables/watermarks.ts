/** How far a collector has come in each partition, as items. Its config declares the table: `table(watermarks)`. */
import { defineTable, type Item } from '../store/store.ts';

export interface Watermark extends Item {
  /** The offset of the last record that is settled: folded, passed over, or dead-lettered. */
  offset: number;
  /** The highest of all records up to there, in epoch milliseconds. */
  timestamp: number;
  /** When it came here. */
  at: string;
}

export const watermarks = defineTable<Watermark>({ name: 'watermarks' });

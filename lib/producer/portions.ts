/** How much goes to the broker in one send. */
import type { NewRecord } from '../kafka/record.ts';
import { bytesOnBroker } from '../kafka/recordSize.ts';

/** A send holds at most this much, or one record that is larger. */
export const portion = { records: 100, bytes: 1_000_000 };

/** In the order given. A record that is larger than a send has one to itself. */
export function inPortions(records: readonly NewRecord[]): NewRecord[][] {
  const portions: NewRecord[][] = [];
  let room = { records: 0, bytes: 0 };
  for (const record of records) {
    const bytes = bytesOnBroker(record);
    if (room.records < 1 || room.bytes < bytes) {
      portions.push([]);
      room = { ...portion };
    }
    portions.at(-1)?.push(record);
    room = { records: room.records - 1, bytes: room.bytes - bytes };
  }
  return portions;
}

export function bytesOf(records: readonly NewRecord[]): number {
  return records.reduce((sum, record) => sum + bytesOnBroker(record), 0);
}

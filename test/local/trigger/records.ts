/** Records for the tests of the trigger in few words. */
import type { PlacedRecord } from '../../../lib/producer/embeddedLog.ts';
import { readFilters } from '../../../local/trigger/filter/filter.ts';
import { keyOfPartition, record } from '../../contracts/broker/given.ts';

export const on = (partition: 0 | 1 | 2, value: string): PlacedRecord =>
  record('orders', keyOfPartition[partition], value);

/** Records of partition 0, one for each value. */
export const inOrder = (...values: string[]): PlacedRecord[] => values.map((value) => on(0, value));

export const itemFailures = (...places: [partition: string, offset: number][]) => ({
  batchItemFailures: places.map(([partition, offset]) => ({ itemIdentifier: { partition, offset } })),
});

const at = { topic: 'orders', partition: 0, offset: 0, timestamp: 0, key: null, headers: [] };

/** Whether a mapping with these patterns takes that value. */
export function takes(
  patterns: readonly string[],
  value: string | Uint8Array | null,
  mismatch: 'pass' | 'drop' = 'drop',
): boolean {
  const filters = readFilters(patterns, mismatch);
  if ('fault' in filters) throw new Error(filters.fault);
  return filters.accepts({ ...at, value: typeof value === 'string' ? Buffer.from(value) : value });
}

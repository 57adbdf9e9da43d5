/** Records for the tests of the trigger in few words. */
import type { PlacedRecord } from '../../../lib/producer/embeddedLog.ts';
import { keyOfPartition, record } from '../../contracts/broker/given.ts';

export const on = (partition: 0 | 1 | 2, value: string): PlacedRecord =>
  record('orders', keyOfPartition[partition], value);

/** Of partition 0, one for each value. */
export const inOrder = (...values: string[]): PlacedRecord[] => values.map((value) => on(0, value));

export const itemFailures = (...places: [partition: string, offset: number][]) => ({
  batchItemFailures: places.map(([partition, offset]) => ({ itemIdentifier: { partition, offset } })),
});

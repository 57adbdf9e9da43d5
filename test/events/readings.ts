/** Reads the records of a saved Lambda batch like a consumer of these events. */
import { consumerConfig } from '../../lib/declare/consumerConfig.ts';
import type { AnyEvent } from '../../lib/envelope/event.ts';
import { headerText, placeOf } from '../../lib/kafka/record.ts';
import { createReader, type Read } from '../../lib/reading/message.ts';
import { batchRecords } from './sampleRecords.ts';

/** Place, whether it has a key, and what becomes of it. */
export function readings(batch: string, events: readonly AnyEvent[]) {
  const read = createReader(consumerConfig({ name: batch, events, uses: [] }));
  return batchRecords(batch).map((record) => [placeOf(record), record.key !== null, told(read(record))]);
}

function told(reading: Read): string {
  switch (reading.kind) {
    case 'message':
      return `message ${reading.event.id}`;
    case 'ignored':
      return `ignored ${reading.event.type}`;
    case 'unreadable':
      return `unreadable ${reading.fault.code}`;
    default:
      return reading satisfies never;
  }
}

/** Header bytes above 127, decoded. */
export function displayNames(batch: string): string[] {
  return batchRecords(batch).flatMap(({ headers }) => headerText(headers, 'display-name') ?? []);
}

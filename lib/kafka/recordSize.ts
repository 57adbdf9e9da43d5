/** How large a record is on the broker: what a topic's `max.message.bytes` is compared with. */
import type { NewRecord } from './record.ts';

/** Kafka's own default for a topic: 1 MiB and 12 bytes. */
export const defaultMaxMessageBytes = 1_048_588;

/** The header of a record batch: https://kafka.apache.org/documentation/#recordbatch */
const batchOverheadBytes = 61;

/**
 * Bytes of a batch that holds this record alone, uncompressed. A client may compress several records into one batch
 * and get more through; what fits here fits always.
 */
export function bytesOnBroker(record: NewRecord): number {
  const attributesAndDeltas = 3;
  let body =
    attributesAndDeltas + fieldBytes(record.key) + fieldBytes(record.value) + varintBytes(record.headers.length);
  for (const [name, value] of record.headers) {
    const nameBytes = Buffer.byteLength(name);
    body += varintBytes(nameBytes) + nameBytes + fieldBytes(value);
  }
  return batchOverheadBytes + varintBytes(body) + body;
}

function fieldBytes(field: Uint8Array | null): number {
  return field === null ? 1 : varintBytes(field.length) + field.length;
}

/** Lengths are zigzag varints: the sign costs one bit, each byte carries seven. */
function varintBytes(length: number): number {
  let bytes = 1;
  for (let rest = length * 2; rest > 127; rest = Math.floor(rest / 128)) bytes += 1;
  return bytes;
}

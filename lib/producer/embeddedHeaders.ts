/** Headers as one column of the embedded log: order, repeated names and raw bytes come back as they went in. */
import type { Headers } from '../kafka/record.ts';

const lengthBytes = 4;

/** Per header: length of the name, name in UTF-8, length of the value, value. No headers take no room at all: null. */
export function toHeaderColumn(headers: Headers): Uint8Array | null {
  if (headers.length === 0) return null;
  return Buffer.concat(headers.flatMap(([name, value]) => [...sized(Buffer.from(name)), ...sized(value)]));
}

export function fromHeaderColumn(column: Uint8Array | null): Headers {
  if (column === null) return [];
  const bytes = Buffer.from(column.buffer, column.byteOffset, column.byteLength);
  const headers: [string, Uint8Array][] = [];
  for (let at = 0; at < bytes.length; ) {
    const nameStart = at + lengthBytes;
    const nameEnd = nameStart + bytes.readUInt32BE(at);
    const valueStart = nameEnd + lengthBytes;
    at = valueStart + bytes.readUInt32BE(nameEnd);
    headers.push([bytes.toString('utf8', nameStart, nameEnd), column.subarray(valueStart, at)]);
  }
  return headers;
}

function sized(bytes: Uint8Array): [Uint8Array, Uint8Array] {
  const length = Buffer.allocUnsafe(lengthBytes);
  length.writeUInt32BE(bytes.length);
  return [length, bytes];
}

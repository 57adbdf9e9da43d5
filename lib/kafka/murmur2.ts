/** Finds the partition of a key like every Kafka client's default partitioner: murmur2 over the key's bytes. */

const seed = 0x9747b28c;
const mix = 0x5bd1e995;

/** The hash as a signed 32-bit integer. Source: `org.apache.kafka.common.utils.Utils.murmur2`, little-endian words of four bytes. */
export function murmur2(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wordsEnd = bytes.length & ~3;
  let hash = seed ^ bytes.length;
  for (let at = 0; at < wordsEnd; at += 4) {
    const word = Math.imul(view.getInt32(at, true), mix);
    hash = Math.imul(hash, mix) ^ Math.imul(word ^ (word >>> 24), mix);
  }
  const rest = bytes.length - wordsEnd;
  if (rest === 3) hash ^= view.getUint8(wordsEnd + 2) << 16;
  if (rest >= 2) hash ^= view.getUint8(wordsEnd + 1) << 8;
  if (rest >= 1) hash = Math.imul(hash ^ view.getUint8(wordsEnd), mix);
  hash = Math.imul(hash ^ (hash >>> 13), mix);
  return hash ^ (hash >>> 15);
}

/** An empty key has a partition like any other; only a null key has none, and no place here. */
export function partitionFor(key: Uint8Array, partitions: number): number {
  return toPositive(murmur2(key)) % partitions;
}

/** Kafka clears the sign bit. `Math.abs` would give other partitions. */
function toPositive(hash: number): number {
  return hash & 0x7fffffff;
}

/** Snappy as Kafka's clients frame it. Java and Sarama cut the data into blocks; librdkafka writes one raw block. */
import * as snappy from 'snappyjs';

/** `82 S N A P P Y 00`: https://github.com/xerial/snappy-java, `SnappyCodec`. */
const magic = Buffer.from('82534e4150505900', 'hex');
/** The magic, the version and the oldest version that can read it, both 1. */
const header = Buffer.concat([magic, Buffer.from('0000000100000001', 'hex')]);
const lengthBytes = 4;
/** Java's block, before compression. */
const blockBytes = 32 * 1024;

/** Writes the framing of the Java client, which every client reads. */
export function compress(bytes: Buffer): Buffer {
  const parts: Buffer[] = [header];
  for (let at = 0; at < bytes.length; at += blockBytes) {
    const block = snappy.compress(bytes.subarray(at, at + blockBytes));
    const length = Buffer.alloc(lengthBytes);
    length.writeInt32BE(block.length);
    parts.push(length, block);
  }
  return Buffer.concat(parts);
}

/** Either framing. Throws an Error for anything else. */
export function decompress(bytes: Buffer): Buffer {
  if (!bytes.subarray(0, magic.length).equals(magic)) return snappy.uncompress(bytes);
  const blocks: Buffer[] = [];
  for (let at = header.length; at < bytes.length; ) {
    const start = at + lengthBytes;
    at = start + bytes.readInt32BE(at);
    if (at > bytes.length) throw new Error(`a Snappy block ends at byte ${at}, the data at ${bytes.length}`);
    blocks.push(snappy.uncompress(bytes.subarray(start, at)));
  }
  return Buffer.concat(blocks);
}

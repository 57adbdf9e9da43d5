/** How the batches of a topic are compressed: a part of the topic's contract, because each reader needs the codec. */

/** kafkajs and NestJS read `none` and `gzip` as they are installed; Sarama, librdkafka and Java read all three. */
export type Compression = 'none' | 'gzip' | 'snappy';

/** The compression of the topic with this name. */
export type CompressionOf = (topic: string) => Compression;

/** A topic that is not among these is not compressed: every client reads that. */
export function compressionOf(topics: readonly { name: string; compression: Compression }[]): CompressionOf {
  const known = new Map(topics.map(({ name, compression }) => [name, compression]));
  return (topic) => known.get(topic) ?? 'none';
}

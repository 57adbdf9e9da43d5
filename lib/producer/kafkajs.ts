/** kafkajs with Snappy, which it has not by itself. Everything of ours that needs kafkajs imports it from here. */
import kafkajs from 'kafkajs';
import { compress, decompress } from './snappy.ts';

kafkajs.CompressionCodecs[kafkajs.CompressionTypes.Snappy] = () => ({
  compress: async (encoder: { buffer: Buffer }) => compress(encoder.buffer),
  decompress: async (bytes: Buffer) => decompress(bytes),
});

export { kafkajs };

/**
 * Reads a topic as a NestJS microservice does: kafkajs, with the Snappy codec that such a service registers, and values
 * parsed as NestJS's KafkaParser parses them. Broker, topic and number of records are arguments.
 */
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import kafkajs from 'kafkajs';

const require = createRequire(import.meta.url);
kafkajs.CompressionCodecs[kafkajs.CompressionTypes.Snappy] = require('kafkajs-snappy');

const [broker = '', topic = '', wanted = ''] = process.argv.slice(2);
const kafka = new kafkajs.Kafka({ brokers: [broker], clientId: 'nest', logLevel: kafkajs.logLevel.NOTHING });
const consumer = kafka.consumer({ groupId: `interop.${randomUUID()}`, maxWaitTimeInMs: 50 });
await consumer.connect();
await consumer.subscribe({ topic, fromBeginning: true });
let left = Number(wanted);
await consumer.run({
  eachMessage: async ({ message }) => {
    if (left === 0) return;
    left -= 1;
    const headers = Object.entries(message.headers ?? {}).map(([name, value]) => [name, String(value)]);
    const line = { key: String(message.key), value: String(message.value), headers };
    process.stdout.write(`${JSON.stringify(line)}\n`, () => left === 0 && process.exit(0));
  },
});

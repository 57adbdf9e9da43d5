/**
 * A consumer with nothing but `kafkajs`, as its own pages show one: prints each record as a line of JSON.
 *
 *   consume BROKER PREFIX COUNT TOPIC…
 *
 * PREFIX is what the names of the topics begin with.
 */
import { Kafka } from 'kafkajs';

const [, broker, prefix, wanted, ...topics] = process.argv.slice(2);
const kafka = new Kafka({ clientId: 'my-app', brokers: [broker] });
const consumer = kafka.consumer({ groupId: `interop.${Date.now()}.${process.pid}` });
let left = Number(wanted);

await consumer.connect();
await consumer.subscribe({ topics: topics.map((topic) => prefix + topic), fromBeginning: true });
await consumer.run({
  eachMessage: async ({ topic, message }) => {
    if (left === 0) return;
    left -= 1;
    const line = {
      topic: topic.slice(prefix.length),
      key: message.key.toString(),
      headers: Object.entries(message.headers).map(([name, value]) => [name, value.toString()]),
      value: message.value.toString(),
    };
    process.stdout.write(`${JSON.stringify(line)}\n`, () => left === 0 && process.exit(0));
  },
});

/** A process that appends to an embedded log: `node main.ts <file> <topic> <calls>`, ten records a call. */
import { embeddedProducer } from '../../../../lib/producer/embeddedLog.ts';

const [file = '', topic = '', calls = '0'] = process.argv.slice(2);
const producer = embeddedProducer({ file, now: Date.now });

for (let call = 0; call < Number(calls); call++) {
  const records = Array.from({ length: 10 }, (_, index) => ({
    topic,
    key: null,
    value: Buffer.from(`${process.pid}:${call * 10 + index}`),
    headers: [],
  }));
  const appended = await producer.publish(records);
  // One line a call, only after the call: what a line names is acknowledged. Writing to a pipe is synchronous on POSIX.
  const places = appended.map(({ partition, offset, value }) => [
    partition,
    offset,
    Buffer.from(value ?? []).toString(),
  ]);
  process.stdout.write(`${JSON.stringify(places)}\n`);
}
await producer.close();

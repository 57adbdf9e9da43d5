/**
 * A process with a trigger on an embedded log, `node main.ts <file>`: each line on stdout is a place whose record the
 * function has handled. It runs until it is killed.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { openEmbeddedBroker } from '../../../../local/broker/embedded.ts';
import { mappingSettings } from '../../../../local/trigger/settings.ts';
import { startTrigger } from '../../../../local/trigger/trigger.ts';

const [file = ''] = process.argv.slice(2);
const settings = mappingSettings({
  FunctionName: 'ship',
  Topics: ['orders'],
  AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: 'ship-orders' },
  StartingPosition: 'LATEST',
  BatchSize: 7,
  MaximumBatchingWindowInSeconds: 0,
});

startTrigger([settings], {
  broker: openEmbeddedBroker({ file, now: Date.now }),
  source: { arn: 'arn:aws:kafka:us-east-1:123456789012:cluster/here/1', bootstrapServers: 'b-1.here:9098' },
  now: Date.now,
  log: { debug: () => undefined, info: () => undefined, warn: () => undefined },
  async invoke(_, { records }) {
    for (const { partition, offset } of Object.values(records).flat()) {
      // Writing to a pipe is synchronous on POSIX: what is handled is told, whatever comes.
      process.stdout.write(`${partition} ${offset}\n`);
      await delay(1);
    }
    return null;
  },
});
// The broker's watch on the file does not keep a process alive.
setInterval(() => undefined, 1_000);
process.stdout.write('ready\n');

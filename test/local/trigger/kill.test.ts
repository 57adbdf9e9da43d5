// "Process each event at least once": https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it, onTestFinished } from 'vitest';
import { openEmbeddedBroker } from '../../../local/broker/embedded.ts';
import { topicSettings } from '../../contracts/broker/given.ts';
import { eventually } from './givenTrigger.ts';

const RECORDS = 300;
const PARTITIONS = 3;

/** Kills the process once it has handled so many records more; answers what it handled, partition → offsets. */
async function handledUntilKilled(file: string, count: number): Promise<number[][]> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'consumer/main.ts'), file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const handled: number[][] = Array.from({ length: PARTITIONS }, () => []);
  let left = count;
  createInterface({ input: child.stdout }).on('line', (line) => {
    const [partition = Number.NaN, offset = Number.NaN] = line.split(' ').map(Number);
    handled[partition]?.push(offset);
    left -= Number.isNaN(offset) ? 0 : 1;
    if (left === 0) child.kill('SIGKILL');
  });
  await once(child, 'close');
  return handled;
}

it('skips nothing and keeps the order when its process is killed again and again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'killed-'));
  const file = join(folder, 'broker.db');
  const broker = openEmbeddedBroker({ file, now: Date.now });
  onTestFinished(async () => {
    await broker.close();
    rmSync(folder, { recursive: true });
  });
  await broker.createTopics([topicSettings('orders')]);
  // The first one begins at LATEST, and handles at least this one.
  const first = handledUntilKilled(file, 1);
  await eventually(
    () => broker.committed('ship-orders', 'orders'),
    (offsets) => offsets.length === PARTITIONS,
  );
  await broker.publish(
    Array.from({ length: RECORDS }, (_, at) => ({
      topic: 'orders',
      partition: at % PARTITIONS,
      key: null,
      value: Buffer.from('a'),
      headers: [],
    })),
  );
  const runs = [await first];
  for (const count of [1, 20, 33, 50]) runs.push(await handledUntilKilled(file, count));
  const committed = await broker.committed('ship-orders', 'orders');
  for (const { partition, offset } of committed) {
    const seen = new Set(runs.flatMap((run) => run[partition] ?? []));
    const skipped = Array.from({ length: offset }, (_, at) => at).filter((at) => !seen.has(at));
    expect([partition, skipped]).toEqual([partition, []]);
  }
  for (const offsets of runs.flat()) expect(offsets).toEqual([...offsets].sort((a, b) => a - b));
  expect(committed.map(({ offset }) => offset).some((offset) => offset > 0)).toBe(true);
});

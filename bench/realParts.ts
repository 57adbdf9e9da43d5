/** The real Kafka and the emulator of DynamoDB that benchmarks measure against, each on a free port and thrown away. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { kafkajs } from '../lib/producer/kafkajs.ts';
import { dynamoClient } from '../lib/store/dynamoClient.ts';
import { startKafkaNode } from '../local/broker/kafka/node.ts';
import { freePort } from '../local/freePort.ts';

/** Ended with `parts`. Answers `host:port`. */
export async function startKafka(parts: AsyncDisposableStack, topics: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-kafka-'));
  parts.defer(() => rm(folder, { recursive: true, force: true }));
  const node = await startKafkaNode({ folder, host: '127.0.0.1', port: 0, heapMb: 512, tell: console.error });
  parts.defer(() => node.stop());
  const admin = kafkaAt(node.address).admin();
  await admin.connect();
  const wanted = topics.map((topic) => ({ topic, numPartitions: 12 }));
  await admin.createTopics({ topics: wanted, waitForLeaders: true });
  await admin.disconnect();
  return node.address;
}

export function kafkaAt(address: string) {
  return new kafkajs.Kafka({ brokers: [address], clientId: 'bench', logLevel: kafkajs.logLevel.NOTHING });
}

/** Ended with `parts`. */
export async function startDynamo(parts: AsyncDisposableStack): Promise<DynamoDBClient> {
  const packageFile = createRequire(import.meta.url).resolve('@dynoxide/linux-x64/package.json');
  const port = await freePort();
  const args = ['serve', '--port', String(port)];
  const child = spawn(join(dirname(packageFile), 'dynoxide'), args, { stdio: ['ignore', 'pipe', 'pipe'] });
  parts.defer(() => void child.kill('SIGKILL'));
  await Promise.race([lineWith(child.stdout, /listening/i), lineWith(child.stderr, /listening/i), once(child, 'exit')]);
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return dynamoClient({ endpoint: `http://127.0.0.1:${port}`, region: 'eu-west-1', credentials });
}

async function lineWith(stream: NodeJS.ReadableStream, wanted: RegExp): Promise<void> {
  for await (const line of createInterface({ input: stream })) if (wanted.test(line)) return;
  await new Promise(() => undefined);
}

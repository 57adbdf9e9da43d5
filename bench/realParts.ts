/** The real Kafka and the emulator of DynamoDB that benchmarks measure against, each on a free port and thrown away. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { kafkajs } from '../lib/producer/kafkajs.ts';
import { dynamoClient } from '../lib/store/dynamoClient.ts';
import { startKafkaNode } from '../local/broker/kafka/node.ts';
import { startDynoxide } from '../test/real/dynamodb.ts';

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
  const { address, stop } = await startDynoxide();
  parts.defer(stop);
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return dynamoClient({ endpoint: address, region: 'eu-west-1', credentials });
}

/** Record batches as they lie on a real Kafka, by their attributes: https://kafka.apache.org/documentation/#recordbatch */
import { fetchV12 } from '@platformatic/kafka';
import { openCluster, toNode } from '../../local/broker/kafka/cluster.ts';
import { leaderOf } from '../../local/broker/kafka/offsets.ts';

const codecs = ['none', 'gzip', 'snappy', 'lz4', 'zstd'];
const READ_UNCOMMITTED = 0;

/** The codec of each batch of the topic's partition 0, in offset order. */
export async function codecsOn(topic: string, address: string): Promise<(string | undefined)[]> {
  return (await readUncommitted(topic, address)).batches.map(({ attributes }) => codecs[attributes & 7]);
}

/** The next offset of the topic's partition 0, behind open transactions and markers. */
export async function logEndOf(topic: string, address: string): Promise<number> {
  return (await readUncommitted(topic, address)).end;
}

async function readUncommitted(topic: string, address: string) {
  const cluster = openCluster(
    [toNode(address)].flatMap((node) => node ?? []),
    'tests',
  );
  try {
    const limits = { currentLeaderEpoch: -1, lastFetchedEpoch: -1, partitionMaxBytes: 10_000_000 };
    const wanted = [{ topicId: topic, partitions: [{ partition: 0, fetchOffset: 0n, ...limits }] }];
    const leader = await leaderOf({ topic, partition: 0 }, cluster);
    const how = [0, 1, 10_000_000, READ_UNCOMMITTED, 0, -1] as const;
    const { responses } = await cluster.ask(leader, fetchV12.api, ...how, wanted, [], '');
    const answer = responses[0]?.partitions[0];
    return { batches: answer?.records ?? [], end: Number(answer?.highWatermark) };
  } finally {
    await cluster.close();
  }
}

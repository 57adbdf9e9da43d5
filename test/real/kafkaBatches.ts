/** Record batches as they lie on a real Kafka, by their attributes: https://kafka.apache.org/documentation/#recordbatch */
import { fetchV12 } from '@platformatic/kafka';
import { openCluster, toNode } from '../../local/broker/kafka/cluster.ts';
import { leaderOf } from '../../local/broker/kafka/offsets.ts';

const codecs = ['none', 'gzip', 'snappy', 'lz4', 'zstd'];

/** The codec of each batch of the topic's partition 0, in offset order. */
export async function codecsOn(topic: string, address: string): Promise<(string | undefined)[]> {
  const cluster = openCluster(
    [toNode(address)].flatMap((node) => node ?? []),
    'tests',
  );
  try {
    const limits = { currentLeaderEpoch: -1, lastFetchedEpoch: -1, partitionMaxBytes: 10_000_000 };
    const wanted = [{ topicId: topic, partitions: [{ partition: 0, fetchOffset: 0n, ...limits }] }];
    const leader = await leaderOf({ topic, partition: 0 }, cluster);
    const { responses } = await cluster.ask(leader, fetchV12.api, 0, 1, 10_000_000, 0, 0, -1, wanted, [], '');
    return (responses[0]?.partitions[0]?.records ?? []).map(({ attributes }) => codecs[attributes & 7]);
  } finally {
    await cluster.close();
  }
}

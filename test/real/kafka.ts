/** Apache Kafka itself, as the local stack starts it: one node on a free port, with a log of its own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startKafkaNode } from '../../local/broker/kafka/node.ts';
import type { RealPart } from './startedProcess.ts';

/** `advertised` is the port that clients are told, where they are to come through a proxy. */
export async function startKafka(advertised?: number): Promise<RealPart> {
  const folder = await mkdtemp(join(tmpdir(), 'kafka-'));
  const where = { folder, host: '127.0.0.1', port: 0, advertised };
  const node = await startKafkaNode({ ...where, heapMb: 256, tell: (line) => console.warn(line) });
  return {
    address: node.address,
    async stop() {
      await node.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A Kafka node that comes back when it ends by itself, on the same port and data. */
import { setTimeout as delay } from 'node:timers/promises';
import { toFault } from '../../../lib/errors/fault.ts';
import type { Log } from '../../../lib/observability/log.ts';
import { type KafkaNode, type KafkaNodeOptions, startKafkaNode } from './node.ts';

const firstPauseMs = 200;
const longestPauseMs = 10_000;

export interface SupervisedKafka {
  address: string;
  /** The id of the process that runs now, or ran last. */
  pid(): number;
  stop(): Promise<void>;
}

/** UsageError and Error as startKafkaNode has them, for the first start. */
export async function superviseKafka(options: KafkaNodeOptions, log: Log): Promise<SupervisedKafka> {
  let node = await startKafkaNode(options);
  const { address } = node;
  const port = Number(address.split(':').at(-1));
  const stopping = new AbortController();

  /** Tries until it is there again, or nobody needs it any more. */
  async function restart(): Promise<KafkaNode | undefined> {
    for (let pauseMs = firstPauseMs; !stopping.signal.aborted; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      try {
        return await startKafkaNode({ ...options, port });
      } catch (error) {
        log.error('kafka.not-started', { error: toFault(error).message });
      }
      await delay(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
    return undefined;
  }

  async function watch(): Promise<void> {
    for (;;) {
      const how = await node.ended;
      if (stopping.signal.aborted) return;
      log.warn('kafka.ended', { how, effect: 'it is started again; what is published meanwhile waits in the outbox' });
      const again = await restart();
      if (!again) return;
      node = again;
      log.info('kafka.back', { address });
      if (stopping.signal.aborted) await node.stop();
    }
  }

  const watching = watch();
  return {
    address,
    pid: () => node.pid,
    async stop() {
      stopping.abort();
      await node.stop();
      await watching;
    },
  };
}

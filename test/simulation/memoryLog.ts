/** A partitioned log in memory, and producers that lose answers. */
import { Fault } from '../../lib/errors/fault.ts';
import type { KafkaRecord, NewRecord } from '../../lib/kafka/record.ts';
import type { Producer } from '../../lib/producer/producer.ts';
import type { Process } from './process.ts';
import { callFrom, type Network } from './remote.ts';

export interface MemoryLog {
  append(record: NewRecord): KafkaRecord;
  partition(topic: string, partition: number): readonly KafkaRecord[];
  /** Partition by partition. */
  topic(name: string): KafkaRecord[];
  producerOf(caller: Process): Producer;
}

export const PARTITIONS = 2;

export function createMemoryLog(network: Network): MemoryLog {
  const logs = new Map<string, KafkaRecord[]>();
  const partition = (topic: string, number: number) => logs.get(`${topic}-${number}`) ?? [];
  const append = (record: NewRecord) => {
    const number = partitionOf(record);
    const log = partition(record.topic, number);
    logs.set(`${record.topic}-${number}`, log);
    const placed = { ...record, partition: number, offset: log.length, timestamp: network.clock.now() };
    log.push(placed);
    return placed;
  };
  return {
    append,
    partition,
    topic: (name) => Array.from({ length: PARTITIONS }, (_, number) => partition(name, number)).flat(),
    producerOf: (caller) => ({
      publish: async (records, signal) => {
        if (signal?.aborted) throw timedOut();
        const what = `publish ${records.map(({ topic }) => topic).join(', ')}`;
        const isCutShort = network.faults.isCutShort();
        const effect = () => {
          // A failed answer may stand for any number of them.
          const there = (isCutShort ? records.slice(0, -1) : records).map(append);
          if (isCutShort) throw new Fault('BROKER_UNAVAILABLE', 'some of the records are there');
          return there;
        };
        return await untilAborted(callFrom(caller, { service: 'broker', what, effect }, network), signal);
      },
      close: async () => undefined,
    }),
  };
}

/** The call may take effect all the same. */
export async function untilAborted<T>(work: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (!signal) return await work;
  const aborted = Promise.withResolvers<never>();
  const reject = () => aborted.reject(timedOut());
  if (signal.aborted) reject();
  signal.addEventListener('abort', reject);
  return await Promise.race([work, aborted.promise]);
}

function timedOut(): Fault {
  return new Fault('TIMED_OUT', 'aborted in the simulation');
}

/** Keys of the simulation end with a digit; a keyless record tells in its first header where it goes. */
function partitionOf({ key, headers }: NewRecord): number {
  const last = key?.at(-1) ?? headers[0]?.[1].at(-1) ?? 0;
  return last % PARTITIONS;
}

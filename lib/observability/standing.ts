/** Tells of a partition that stands at one record, with growing pauses: to hand a batch back is silent by itself. */
import type { Clock } from '../clock/clock.ts';
import { type KafkaRecord, placeOf } from '../kafka/record.ts';
import type { Log } from './log.ts';

export interface Standing {
  /** Why a record goes back. */
  waits(record: KafkaRecord, why: string): void;
  /** The reason of one of them, with its place. */
  whyOf(record: KafkaRecord | undefined): string;
  /** Called once a batch of these partitions is answered. */
  answered(partitions: readonly string[], handedBack: readonly KafkaRecord[]): void;
}

interface Stand {
  offset: number;
  sinceMs: number;
  /** How often it was told. */
  told: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** It is told after so long, and from then on every hour. */
const TOLD_AFTER_MS = [MINUTE_MS, 5 * MINUTE_MS, 15 * MINUTE_MS, HOUR_MS];

/** Kept by the environment from one invocation to the next: another one begins to count anew. */
export function createStanding(name: string, log: Log, now: Clock): Standing {
  const stands = new Map<string, Stand>();
  const whys = new WeakMap<KafkaRecord, string>();
  const whyOf = (record: KafkaRecord | undefined) => (record && whys.get(record)) ?? 'nothing is known of why';

  function tell(partition: string, record: KafkaRecord): void {
    const { offset } = record;
    const before = stands.get(partition);
    const stand = before?.offset === offset ? before : { offset, sinceMs: now(), told: 0 };
    stands.set(partition, stand);
    const forMs = now() - stand.sinceMs;
    if (forMs < dueMs(stand.told)) return;
    while (forMs >= dueMs(stand.told)) stand.told += 1;
    const error = `${name}: ${partition} stands at ${offset} for ${spanOf(forMs)}: ${whyOf(record)}`;
    log.warn('partition.stands', { partition, offset, minutes: Math.floor(forMs / MINUTE_MS), error });
  }

  return {
    waits: (record, why) => void whys.set(record, why),
    whyOf: (record) => (record ? `${placeOf(record)}: ${whyOf(record)}` : whyOf(record)),
    answered(partitions, handedBack) {
      const lowest = lowestOf(handedBack);
      for (const partition of partitions) if (!lowest.has(partition)) stands.delete(partition);
      for (const [partition, record] of lowest) tell(partition, record);
    },
  };
}

function dueMs(told: number): number {
  return TOLD_AFTER_MS[told] ?? HOUR_MS * (told - TOLD_AFTER_MS.length + 2);
}

function spanOf(ms: number): string {
  const minutes = Math.floor(ms / MINUTE_MS);
  return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h`;
}

function lowestOf(records: readonly KafkaRecord[]): Map<string, KafkaRecord> {
  const lowest = new Map<string, KafkaRecord>();
  for (const record of records) {
    const partition = `${record.topic}-${record.partition}`;
    const found = lowest.get(partition);
    if (!found || record.offset < found.offset) lowest.set(partition, record);
  }
  return lowest;
}

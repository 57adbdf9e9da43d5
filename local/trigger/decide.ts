/** Decides what follows from an answer, as data: which records are resolved, which are given up on, and what is tried again. */
import type { KafkaRecord } from '../../lib/kafka/record.ts';
import type { Answer } from './answer.ts';
import type { MappingSettings } from './settings.ts';

/** Records that are invoked together. */
export interface Work {
  records: KafkaRecord[];
  /** Tries that used up one: the first, then the retries. */
  failures: number;
  /** Tries in all, however they ended. */
  invocations: number;
  /** The request id of the last try. */
  requestId?: string;
}

export interface Decision {
  resolved: KafkaRecord[];
  discarded: KafkaRecord[];
  /** In this order, and before anything else of the batch. */
  again: Work[];
}

type Rules = Pick<MappingSettings, 'retries' | 'bisects' | 'knobs'>;

export function decide(work: Work, answer: Exclude<Answer, { kind: 'lost' }>, rules: Rules): Decision {
  switch (answer.kind) {
    case 'done':
      return { resolved: work.records, discarded: [], again: [] };
    case 'throttled':
      return rules.knobs.throttleCountsAttempts
        ? afterFailure(work, rules)
        : { resolved: [], discarded: [], again: [work] };
    case 'failed':
      return rules.bisects && work.records.length > 1 ? split(work, rules) : afterFailure(work, rules);
    case 'partial': {
      const stay = retried(work.records, answer.failed, rules.knobs.partialRetry);
      const left = new Set(stay);
      const resolved = work.records.filter((record) => !left.has(record));
      return { ...afterFailure({ ...work, records: stay }, rules), resolved };
    }
    default:
      return answer satisfies never;
  }
}

function afterFailure(work: Work, { retries }: Rules): Decision {
  const failures = work.failures + 1;
  return failures > retries
    ? { resolved: [], discarded: work.records, again: [] }
    : { resolved: [], discarded: [], again: [{ ...work, failures }] };
}

function split(work: Work, rules: Rules): Decision {
  const { discarded, again } = rules.knobs.bisectCountsAttempts
    ? afterFailure(work, rules)
    : { discarded: [], again: [work] };
  const middle = Math.ceil(work.records.length / 2);
  const halves = again.flatMap((one) => [
    { ...one, records: one.records.slice(0, middle) },
    { ...one, records: one.records.slice(middle) },
  ]);
  return { resolved: [], discarded, again: halves };
}

function retried(
  records: readonly KafkaRecord[],
  failed: KafkaRecord[],
  reading: MappingSettings['knobs']['partialRetry'],
): KafkaRecord[] {
  if (reading === 'listed-only') return failed;
  const lowest = new Map<number, number>();
  for (const { partition, offset } of failed) lowest.set(partition, Math.min(offset, lowest.get(partition) ?? offset));
  return records.filter(({ partition, offset }) => offset >= (lowest.get(partition) ?? Number.POSITIVE_INFINITY));
}

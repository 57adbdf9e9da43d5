/** The steps that settle the records of a batch: a consumer and a collector each bring their own, the guard calls them. */
import type { Engine } from '../connect/engine.ts';
import type { KafkaRecord } from '../kafka/record.ts';
import type { Outcome } from '../observability/signals.ts';
import { reportUntouched } from '../outcomes/report.ts';

export interface BatchSteps {
  /** Settles all records, lanes side by side. Returns the records that go back to Lambda. */
  settleSideBySide(): Promise<readonly KafkaRecord[]>;
  /** Handles one record by itself. */
  settleAlone(record: KafkaRecord): Promise<Outcome>;
  /** Dead-letters a record that ended earlier runs. It is not read, since reading it may be what ended the process. */
  giveUp(record: KafkaRecord): Promise<Outcome>;
  /** Equal for records that must stay in order. */
  laneOf(record: KafkaRecord): string;
  /** Whether enough of the invocation is left for another record. */
  canStart(): boolean;
}

/** For batches whose progress rows can't be taken. */
export const UNGUARDED = 'its progress row could not be taken: progress.unopened in the log says why';

/** The steps of a batch that can't be begun: every record goes back to Lambda untouched. */
export function handBackSteps(records: readonly KafkaRecord[], reason: string, engine: Engine): BatchSteps {
  return {
    settleSideBySide: async () => {
      for (const record of records) reportUntouched(record, reason, engine);
      return records;
    },
    settleAlone: async (record) => reportUntouched(record, reason, engine),
    giveUp: async (record) => reportUntouched(record, reason, engine),
    laneOf: () => '',
    canStart: () => false,
  };
}

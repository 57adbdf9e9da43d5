/** Behaviour that AWS does not document: each knob has a default and the choice of another reading. */
import type { KafkaRecord } from '../../lib/kafka/record.ts';
import { pauseMs } from './pause.ts';

export interface Knobs {
  /** A batch may hold several partitions: it may on AWS, which ones is not said. false: one partition a batch. */
  mixPartitions: boolean;
  /** Pollers in on-demand mode, where AWS has "a default number" and changes it by itself. */
  onDemandPollers: number;
  /** Milliseconds before the try that follows so many failures in a row. */
  retryPause: (failures: number) => number;
  /** The records that are retried after a partial response: just the reported records, or per partition all from the lowest on. */
  partialRetry: 'listed-only' | 'from-lowest-offset';
  /** Whether splitting a batch uses up a retry. For Kinesis it does not. */
  bisectCountsAttempts: boolean;
  /** Whether a throttled invocation uses up a retry. For Kinesis it does not. */
  throttleCountsAttempts: boolean;
  /** The `condition` in the on-failure record of a record that is too old; Kinesis's word. */
  expiredCondition: string;
  /** The object key of a batch in S3; by default as for Kinesis, `<topic>-<partition>` in place of the shard. */
  s3Key: (uuid: string, first: KafkaRecord, at: Date, id: string) => string;
  /**
   * A JSON pattern meets a value that is no JSON, or a string pattern meets JSON. The page says Lambda filters "on the
   * other metadata properties only", of which Kafka has none: the record passes. AWS's own agent toolkit says it drops.
   */
  filterMismatch: 'pass' | 'drop';
  /**
   * Commits where LATEST and AT_TIMESTAMP began, so that a crash before the first commit skips nothing at the next
   * start. Without it that start begins at its own latest, as a restarted Kafka consumer does.
   */
  commitStart: boolean;
}

export const defaultKnobs: Knobs = {
  mixPartitions: true,
  onDemandPollers: 1,
  retryPause: (failures) => pauseMs(failures),
  partialRetry: 'listed-only',
  bisectCountsAttempts: false,
  throttleCountsAttempts: false,
  expiredCondition: 'RecordAgeExceeded',
  s3Key: (uuid, { topic, partition }, at, id) => {
    const time = at.toISOString().slice(0, 19).replaceAll(':', '.');
    return `aws/lambda/${uuid}/${topic}-${partition}/${time.slice(0, 10).replaceAll('-', '/')}/${time}-${id}`;
  },
  filterMismatch: 'pass',
  commitStart: true,
};

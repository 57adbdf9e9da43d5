/** Defines the topics of one system or domain: their common fields once, then a row for each topic with its own. */
import type { Topic } from '../../lib/envelope/topic.ts';

type Shared = Pick<Topic, 'system' | 'format' | 'compression' | 'keyRule' | 'deadLetterTopic'>;
type Row = Pick<Topic, 'producers' | 'consumers'> & Partial<Topic>;

/** `source` is the first producer unless said; partitions and retention are the documents' own defaults. */
export function topicsOf(shared: Shared) {
  return (name: string, row: Row): Topic => ({
    partitions: 3,
    retentionDays: 7,
    source: row.producers[0] ?? '',
    onlyType: null,
    ...shared,
    ...row,
    name,
  });
}

/**
 * A topic of the payment platform carries exactly the event it is named after. Its records are published one at a time,
 * and Snappy leaves a single one of them as large as it was: 0.9 to 1.1 times on the samples.
 */
export function paymentPlatformTopicsOf(shared: Pick<Topic, 'keyRule' | 'deadLetterTopic'>) {
  const topic = topicsOf({ system: 'PAY', format: 'flat', compression: 'none', ...shared });
  return (name: string, row: Row): Topic => topic(name, { onlyType: name, ...row });
}

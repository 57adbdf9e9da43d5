/** What the topics of one system or domain share is said once; a row then says what is its own. */
import type { Topic } from '../../lib/envelope/topic.ts';

type Shared = Pick<Topic, 'system' | 'format' | 'keyRule' | 'deadLetterTopic'>;
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

/** A topic of the payment platform carries exactly the event it is named after. */
export function paymentPlatformTopicsOf(shared: Pick<Topic, 'keyRule' | 'deadLetterTopic'>) {
  const topic = topicsOf({ system: 'PAY', format: 'flat', ...shared });
  return (name: string, row: Row): Topic => topic(name, { onlyType: name, ...row });
}

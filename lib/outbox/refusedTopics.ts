/** What the broker refused because of its topics is not tried again with each of the thousand streams that wait for them. */
import { type ErrorCode, type Fault, toFault } from '../errors/fault.ts';
import type { Producer } from '../producer/producer.ts';

const ofTopics: ReadonlySet<ErrorCode> = new Set(['UNKNOWN_TOPIC', 'NOT_AUTHORISED']);

/** For one run of the relay: records for topics that were refused together once are refused at once. */
export function rememberingRefusals(producer: Producer): Producer {
  const refused = new Map<string, Fault>();
  return {
    ...producer,
    async publish(records, signal) {
      const topics = [...new Set(records.map(({ topic }) => topic))].sort().join(' ');
      const known = refused.get(topics);
      if (known) throw known;
      try {
        return await producer.publish(records, signal);
      } catch (error) {
        const fault = toFault(error);
        if (ofTopics.has(fault.code)) refused.set(topics, fault);
        throw fault;
      }
    },
  };
}

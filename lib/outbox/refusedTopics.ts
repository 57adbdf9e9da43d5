/** Remembers the topics that the broker refused, so that not each of a thousand streams that wait for one tries it again. */
import { type ErrorCode, type Fault, toFault } from '../errors/fault.ts';
import type { NewRecord } from '../kafka/record.ts';
import type { Producer } from '../producer/producer.ts';
import { placesOf } from '../producer/sendQueue.ts';

const ofTopics: ReadonlySet<ErrorCode> = new Set(['UNKNOWN_TOPIC', 'NOT_AUTHORISED', 'CLOCK_REFUSED']);

/**
 * For one run of the relay: records for topics that were refused together once are refused at once, and so are those
 * for partitions that took nothing.
 */
export function rememberingRefusals(producer: Producer): Producer {
  const byTopics = new Map<string, Fault>();
  const byPlaces = new Map<string, Fault>();
  const places = (records: readonly NewRecord[]) => placesOf(records, (one) => producer.placeOf?.(one) ?? one.topic);

  function remember(records: readonly NewRecord[], fault: Fault): void {
    // One without a key goes to another partition next time.
    const isOfPlaces = fault.code === 'TOPIC_UNAVAILABLE' && records.every(({ key }) => key !== null);
    // While nobody knows the topic's partitions, places and topics are the same: the topic as a whole is refused.
    const isOfTopics = ofTopics.has(fault.code) || (isOfPlaces && places(records) === topicsOf(records));
    if (isOfTopics) byTopics.set(topicsOf(records), fault);
    else if (isOfPlaces) byPlaces.set(places(records), fault);
  }

  return {
    ...producer,
    async publish(records, signal) {
      const known = byTopics.get(topicsOf(records)) ?? byPlaces.get(places(records));
      if (known) throw known;
      try {
        return await producer.publish(records, signal);
      } catch (error) {
        const fault = toFault(error);
        remember(records, fault);
        throw fault;
      }
    },
  };
}

const topicsOf = (records: readonly NewRecord[]) => placesOf(records, ({ topic }) => topic);

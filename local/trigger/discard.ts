/** Gives up on records: to the on-failure destination if the mapping has one, else they are dropped. Never throws. */
import { randomUUID } from 'node:crypto';
import { type KafkaRecord, placeOf } from '../../lib/kafka/record.ts';
import type { Counters } from './counters.ts';
import { batchDocument, type Discarded, recordDocument } from './failureRecord.ts';
import type { MappingSettings, Surroundings } from './settings.ts';

/** The settings and ports that a batch in flight works with. */
export interface BatchContext {
  settings: MappingSettings;
  surroundings: Surroundings;
  counters: Counters;
  /** Aborted when the mapping stops: nothing is tried again then. */
  stopping: AbortSignal;
  /** LastProcessingResult. */
  tell(result: string): void;
}

/** A failing destination loses its records, as on AWS: the metric DestinationDeliveryFailures, and the partition goes on. */
export async function discard(given: Omit<Discarded, 'functionArn'>, context: BatchContext): Promise<void> {
  const { settings, surroundings, counters } = context;
  const { records, condition, invocations } = given;
  const told = {
    function: settings.function,
    first: records[0] && placeOf(records[0]),
    records: records.length,
    condition,
  };
  if (!settings.destination) {
    counters.add('DroppedEventCount', records.length);
    surroundings.log.warn('records.dropped', {
      ...told,
      invocations,
      remedy: 'an on-failure destination would keep them',
    });
    return;
  }
  // A topic takes record by record: what did not arrive is dropped, the others are not.
  const parcels = settings.destination.kind === 'kafka' ? records.map((record) => [record]) : [records];
  for (const parcel of parcels) {
    try {
      await deliver({ ...given, records: parcel, functionArn: functionArn(context) }, context);
      counters.add('OnFailureDestinationDeliveredEventCount', parcel.length);
    } catch (error) {
      counters.add('DestinationDeliveryFailures', 1);
      counters.add('DroppedEventCount', parcel.length);
      surroundings.log.warn('destination.failed', { ...told, destination: settings.destination, error: String(error) });
    }
  }
}

async function deliver(given: Discarded, { settings, surroundings }: BatchContext): Promise<void> {
  const { destination, uuid, knobs } = settings;
  const { destinations: ports = {}, source, broker } = surroundings;
  const [first] = given.records;
  if (!destination || !first) return;
  const at = new Date(surroundings.now());
  switch (destination.kind) {
    case 'kafka': {
      const value = Buffer.from(recordDocument(given, source, at));
      await broker.publish([{ topic: destination.topic, key: first.key, value, headers: [] }]);
      return;
    }
    case 'sqs':
      await ports.sqs?.(destination.arn, batchDocument(given, source, at, false));
      return;
    case 'sns':
      await ports.sns?.(destination.arn, batchDocument(given, source, at, false));
      return;
    case 's3':
      await ports.s3?.(
        destination.arn,
        knobs.s3Key(uuid, first, at, randomUUID()),
        batchDocument(given, source, at, true),
      );
      return;
    default:
      destination satisfies never;
  }
}

/** In the region and account of the cluster. */
function functionArn({ settings, surroundings }: BatchContext): string {
  const [, partition = 'aws', , region = 'us-east-1', account = '000000000000'] = surroundings.source.arn.split(':');
  return `arn:${partition}:lambda:${region}:${account}:function:${settings.function}`;
}

/** Records whose age Lambda does not allow are not sent to the function, not even for the first time. */
export function splitByAge(
  records: readonly KafkaRecord[],
  maximumAgeMs: number,
  nowMs: number,
): { expired: KafkaRecord[]; fresh: KafkaRecord[] } {
  const oldest = nowMs - maximumAgeMs;
  return {
    expired: records.filter(({ timestamp }) => timestamp < oldest),
    fresh: records.filter(({ timestamp }) => timestamp >= oldest),
  };
}

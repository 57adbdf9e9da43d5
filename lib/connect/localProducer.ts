/** Who publishes locally: the embedded log, or the Kafka that the settings name. */
import type { Clock } from '../clock/clock.ts';
import type { CompressionOf } from '../kafka/compression.ts';
import { chaoticProducer } from '../producer/chaos.ts';
import { embeddedProducer } from '../producer/embeddedLog.ts';
import { heldProducer } from '../producer/held.ts';
import { kafkaProducer } from '../producer/kafka.ts';
import type { Producer } from '../producer/producer.ts';
import type { Settings } from '../settings/settings.ts';

interface Publishing {
  /** The function's. */
  name: string;
  /** The embedded log's, which no Kafka client reads: it stores records as they are. */
  file: string;
  compressionOf: CompressionOf;
  now: Clock;
}

export function localProducer(publishing: Publishing, settings: Settings): Producer {
  const { PUBLISH_CHAOS: chaos } = settings;
  const producer = plainProducer(publishing, settings);
  return chaos === undefined ? producer : chaoticProducer(producer, chaos, publishing.name);
}

function plainProducer(publishing: Publishing, { PUBLISH_BY, KAFKA_BROKERS }: Settings): Producer {
  const { name: clientId, file, compressionOf, now } = publishing;
  if (PUBLISH_BY === 'relay') return heldProducer();
  if (KAFKA_BROKERS !== undefined)
    return kafkaProducer({ brokers: KAFKA_BROKERS.split(','), clientId, compressionOf }, now);
  return embeddedProducer({ file, now });
}

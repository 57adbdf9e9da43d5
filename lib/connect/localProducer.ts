/** Who publishes locally: the embedded log, or the Kafka that the settings name. */
import type { Clock } from '../clock/clock.ts';
import { chaoticProducer } from '../producer/chaos.ts';
import { embeddedProducer } from '../producer/embeddedLog.ts';
import { heldProducer } from '../producer/held.ts';
import { kafkaProducer } from '../producer/kafka.ts';
import type { Producer } from '../producer/producer.ts';
import type { Settings } from '../settings/settings.ts';

interface Publishing {
  /** The function's. */
  name: string;
  /** The embedded log's. */
  file: string;
  now: Clock;
}

export function localProducer(publishing: Publishing, settings: Settings): Producer {
  const { PUBLISH_CHAOS: chaos } = settings;
  const producer = plainProducer(publishing, settings);
  return chaos === undefined ? producer : chaoticProducer(producer, chaos, publishing.name);
}

function plainProducer({ name, file, now }: Publishing, { PUBLISH_BY, KAFKA_BROKERS }: Settings): Producer {
  if (PUBLISH_BY === 'relay') return heldProducer();
  if (KAFKA_BROKERS !== undefined) return kafkaProducer({ brokers: KAFKA_BROKERS.split(','), clientId: name }, now);
  return embeddedProducer({ file, now });
}

/** Who publishes locally: the embedded log, or the Kafka that the settings name. */
import { chaoticProducer } from '../producer/chaos.ts';
import { embeddedProducer } from '../producer/embeddedLog.ts';
import { heldProducer } from '../producer/held.ts';
import { kafkaProducer } from '../producer/kafka.ts';
import type { Producer } from '../producer/producer.ts';
import type { Settings } from '../settings/settings.ts';

/** `file` is the embedded log's. */
export function localProducer(name: string, file: string, settings: Settings): Producer {
  const { PUBLISH_CHAOS: chaos } = settings;
  const producer = plainProducer(name, file, settings);
  return chaos === undefined ? producer : chaoticProducer(producer, chaos, name);
}

function plainProducer(name: string, file: string, { PUBLISH_BY, KAFKA_BROKERS }: Settings): Producer {
  if (PUBLISH_BY === 'relay') return heldProducer();
  if (KAFKA_BROKERS !== undefined) return kafkaProducer({ brokers: KAFKA_BROKERS.split(','), clientId: name });
  return embeddedProducer({ file });
}

/** The producer of a function on AWS, as its settings describe the way to the brokers. */
import type { Clock } from '../clock/clock.ts';
import type { CompressionOf } from '../kafka/compression.ts';
import type { Settings } from '../settings/settings.ts';
import { kafkaProducer } from './kafka.ts';
import { type Identity, kafkaAccess } from './kafkaAccess.ts';
import type { Producer } from './producer.ts';

/** Who publishes, and what it knows of its topics. */
interface Publishing {
  name: string;
  compressionOf: CompressionOf;
}

/** Nothing is looked up or imported before something is published. Fault SETTINGS_INVALID names what is missing. */
export function awsProducer(publishing: Publishing, settings: Settings, identity: Identity, now: Clock): Producer {
  const { brokers, security } = kafkaAccess(settings, identity, now);
  const { name: clientId, compressionOf } = publishing;
  return kafkaProducer({ clientId, compressionOf, brokers, security }, now);
}

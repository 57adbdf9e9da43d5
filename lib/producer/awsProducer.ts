/** The producer of a function on AWS, as its settings describe the way to the brokers. */
import type { Clock } from '../clock/clock.ts';
import { Fault } from '../errors/fault.ts';
import type { CompressionOf } from '../kafka/compression.ts';
import type { Settings } from '../settings/settings.ts';
import { kafkaProducer } from './kafka.ts';
import { kafkaSecurity } from './kafkaSecurity.ts';
import { mskToken, type Signing } from './mskToken.ts';
import type { Producer } from './producer.ts';

/** Who publishes, and what it knows of its topics. */
interface Publishing {
  name: string;
  compressionOf: CompressionOf;
}

/** What an AWS client knows of where and who it is. */
interface Identity {
  region(): Promise<string>;
  credentials(): Promise<Signing['credentials']>;
}

/** Nothing is looked up or imported before something is published. Fault SETTINGS_INVALID names what is missing. */
export function awsProducer(publishing: Publishing, settings: Settings, identity: Identity, now: Clock): Producer {
  const { KAFKA_AUTH: auth, KAFKA_CA: ca, KAFKA_SECRET } = settings;
  const needsSecret = auth === 'scram' || auth === 'mtls';
  if (needsSecret && KAFKA_SECRET === undefined)
    throw new Fault('SETTINGS_INVALID', `KAFKA_SECRET: needed with KAFKA_AUTH=${auth}`);
  const token = async () => {
    const [region, credentials] = await Promise.all([identity.region(), identity.credentials()]);
    return mskToken({ region, credentials, at: new Date(now()) });
  };
  const secret = async () => {
    const { secretText } = await import('./secretText.ts');
    return await secretText(KAFKA_SECRET ?? '');
  };
  const security = () => kafkaSecurity({ auth, token, secret, ca });
  const { name: clientId, compressionOf } = publishing;
  return kafkaProducer({ clientId, compressionOf, brokers: brokersOf(settings), security }, now);
}

/** The settings' own, or MSK's answer: asked for once, and again only where that failed. */
function brokersOf({ KAFKA_BROKERS, KAFKA_CLUSTER_ARN, KAFKA_AUTH }: Settings): () => Promise<readonly string[]> {
  const named = KAFKA_BROKERS?.split(',');
  if (named) return async () => named;
  if (KAFKA_CLUSTER_ARN === undefined)
    throw new Fault('SETTINGS_INVALID', 'KAFKA_BROKERS or KAFKA_CLUSTER_ARN: needed with ADAPTERS=aws');
  let known: readonly string[] | undefined;
  return async () => {
    const { mskBrokers } = await import('./mskBrokers.ts');
    known ??= await mskBrokers(KAFKA_CLUSTER_ARN, KAFKA_AUTH);
    return known;
  };
}

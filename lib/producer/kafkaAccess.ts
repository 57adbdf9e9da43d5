/** The way to the brokers on AWS as settings describe it: where they are, and how a client proves who it is. */
import type { Clock } from '../clock/clock.ts';
import { Fault } from '../errors/fault.ts';
import type { Settings } from '../settings/settings.ts';
import { kafkaSecurity, type Security } from './kafkaSecurity.ts';
import { mskToken, type Signing } from './mskToken.ts';

export type KafkaSettings = Pick<
  Settings,
  'KAFKA_BROKERS' | 'KAFKA_CLUSTER_ARN' | 'KAFKA_AUTH' | 'KAFKA_CA' | 'KAFKA_SECRET'
>;

/** An AWS client’s knowledge of where and who it is. */
export interface Identity {
  region(): Promise<string>;
  credentials(): Promise<Signing['credentials']>;
}

export interface KafkaAccess {
  brokers(): Promise<readonly string[]>;
  security(): Promise<Security>;
}

/**
 * Nothing is looked up or imported before it is asked for. `readSecret` answers the text of the secret that KAFKA_SECRET
 * names. Fault SETTINGS_INVALID names what is missing.
 */
export function kafkaAccess(
  settings: KafkaSettings,
  identity: Identity,
  now: Clock,
  readSecret: (name: string) => Promise<string> = fromSecretsManager,
): KafkaAccess {
  const { KAFKA_AUTH: auth, KAFKA_CA: ca, KAFKA_SECRET } = settings;
  const needsSecret = auth === 'scram' || auth === 'mtls';
  if (needsSecret && KAFKA_SECRET === undefined)
    throw new Fault('SETTINGS_INVALID', `KAFKA_SECRET: needed with KAFKA_AUTH=${auth}`);
  const token = async () => {
    const [region, credentials] = await Promise.all([identity.region(), identity.credentials()]);
    return mskToken({ region, credentials, at: new Date(now()) });
  };
  const secret = () => readSecret(KAFKA_SECRET ?? '');
  return { brokers: brokersOf(settings), security: () => kafkaSecurity({ auth, token, secret, ca }) };
}

async function fromSecretsManager(name: string): Promise<string> {
  const { secretText } = await import('./secretText.ts');
  return await secretText(name);
}

/** The settings' own, or MSK's answer: asked for once, and again only where that failed. */
function brokersOf({ KAFKA_BROKERS, KAFKA_CLUSTER_ARN, KAFKA_AUTH }: KafkaSettings): () => Promise<readonly string[]> {
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

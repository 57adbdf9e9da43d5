/** Where an MSK cluster is: asked of MSK itself, where the settings name no brokers. */
import {
  GetBootstrapBrokersCommand,
  type GetBootstrapBrokersResponse,
  KafkaClient,
  type KafkaClientConfig,
} from '@aws-sdk/client-kafka';
import { Fault } from '../errors/fault.ts';
import type { KafkaAuth } from '../settings/kafkaAuth.ts';
import { awsFault } from './awsFault.ts';

/** Each way to prove who one is has a listener of its own (AWS: GetBootstrapBrokers). */
const listeners = {
  iam: 'BootstrapBrokerStringSaslIam',
  scram: 'BootstrapBrokerStringSaslScram',
  mtls: 'BootstrapBrokerStringTls',
  tls: 'BootstrapBrokerStringTls',
  none: 'BootstrapBrokerString',
} as const satisfies Record<KafkaAuth, keyof GetBootstrapBrokersResponse>;

/** `host:port` each. Faults: SETTINGS_INVALID where the cluster has no such listener, NOT_AUTHORISED, BROKER_UNAVAILABLE. */
export async function mskBrokers(
  clusterArn: string,
  auth: KafkaAuth,
  where: KafkaClientConfig = {},
): Promise<string[]> {
  const client = new KafkaClient({ ...where, maxAttempts: 3, requestHandler: limits });
  try {
    const answer = await client.send(new GetBootstrapBrokersCommand({ ClusterArn: clusterArn }));
    const brokers = answer[listeners[auth]];
    if (brokers) return brokers.split(',');
    throw new Fault('SETTINGS_INVALID', `KAFKA_AUTH=${auth}: ${clusterArn} has no ${listeners[auth]}`);
  } catch (error) {
    throw awsFault(error, `GetBootstrapBrokers ${clusterArn}`);
  } finally {
    client.destroy();
  }
}

const limits = { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true };

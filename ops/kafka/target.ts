/** The Kafka that a command works on: a cluster and the way to it, or the embedded log of a local stack. */
import { existsSync } from 'node:fs';
import * as z from 'zod';
import { machineClock } from '../../lib/clock/clock.ts';
import { localFiles } from '../../lib/connect/connect.ts';
import { type AdminConnection, openAdmin } from '../../lib/kafkaAdmin/admin.ts';
import { type KafkaSettings, kafkaAccess } from '../../lib/producer/kafkaAccess.ts';
import { readOnly } from '../../lib/settings/environment.ts';
import { type KafkaAuth, kafkaAuths } from '../../lib/settings/kafkaAuth.ts';
import { settingsShape } from '../../lib/settings/settings.ts';
import { dynamoClient } from '../../lib/store/dynamoClient.ts';
import { kafkaOfState } from '../../local/state.ts';
import { UsageError } from '../../local/usageError.ts';
import { readText } from '../readText.ts';
import { readStage } from '../stage.ts';
import type { KafkaValues } from './options.ts';

export type Target = { kind: 'cluster'; settings: KafkaSettings } | { kind: 'embedded'; file: string };

const { TOPIC_PREFIX, STATE_DIR, KAFKA_BROKERS, KAFKA_CLUSTER_ARN, KAFKA_SECRET, KAFKA_CA, KAFKA_AUTH } =
  settingsShape.shape;
const shape = z.object({
  STATE_DIR,
  KAFKA_BROKERS,
  KAFKA_CLUSTER_ARN,
  KAFKA_SECRET,
  KAFKA_CA,
  KAFKA_AUTH: KAFKA_AUTH.unwrap().optional(),
});

/** The values with those of the stage that --stage names, where they say nothing else. UsageError. */
export async function withStage<V extends KafkaValues>(values: V): Promise<V> {
  if (values.stage === undefined) return values;
  const { parameters } = await readStage(values.stage);
  const text = (name: keyof typeof parameters) => String(parameters[name] ?? '') || undefined;
  return {
    ...values,
    clusterArn: text('MskClusterArn'),
    ...(values.brokers === undefined && { brokers: text('KafkaBrokers') }),
    auth: values.auth ?? text('KafkaAuth') ?? 'iam',
    secret: text('KafkaSecretArn'),
    'topic-prefix': values['topic-prefix'] ?? text('TopicPrefix') ?? '',
  };
}

/** UsageError, Fault SETTINGS_INVALID. */
export function targetOf(values: KafkaValues): Target {
  const { STATE_DIR: folder, KAFKA_AUTH: auth, ...given } = readOnly(shape);
  const arn = values.clusterArn ?? given.KAFKA_CLUSTER_ARN;
  // The variable names the cluster of no stage but its own.
  const named = values.brokers ?? (values.stage === undefined ? given.KAFKA_BROKERS : undefined);
  const chosen = authOf(values.auth) ?? auth;
  const secret = { KAFKA_SECRET: values['secret-file'] ?? values.secret ?? given.KAFKA_SECRET };
  if (named !== undefined) return cluster({ ...given, ...secret, KAFKA_BROKERS: named, KAFKA_AUTH: chosen ?? 'none' });
  if (arn !== undefined) {
    const asked = { KAFKA_BROKERS: undefined, KAFKA_CLUSTER_ARN: arn, KAFKA_AUTH: chosen ?? 'iam' } as const;
    return cluster({ ...given, ...secret, ...asked });
  }
  return ofStack(values.state ?? folder);
}

/** The prefix of the stage's topics. UsageError. */
export function topicPrefixOf(values: KafkaValues): string {
  const prefix = values['topic-prefix'] ?? readOnly(z.object({ TOPIC_PREFIX })).TOPIC_PREFIX;
  if (TOPIC_PREFIX.safeParse(prefix).success) return prefix;
  throw new UsageError(`--topic-prefix has up to 64 letters, digits, ".", "_" and "-"; came ${prefix}.`);
}

function cluster(settings: KafkaSettings): Target {
  return { kind: 'cluster', settings };
}

function ofStack(folder: string): Target {
  const kafka = kafkaOfState(folder);
  if (kafka !== null) return cluster({ KAFKA_BROKERS: kafka, KAFKA_AUTH: 'none' } as KafkaSettings);
  const { broker: file } = localFiles(folder);
  if (existsSync(file)) return { kind: 'embedded', file };
  throw new UsageError(
    `Which Kafka? There is no stack's state in ${folder}: name a cluster with --brokers or KAFKA_BROKERS, or a folder with --state.`,
  );
}

function authOf(word: string | undefined): KafkaAuth | undefined {
  const auth = kafkaAuths.find((one) => one === word);
  if (word !== undefined && auth === undefined)
    throw new UsageError(`--auth is one of ${kafkaAuths.join(', ')}; came ${word}.`);
  return auth;
}

/** Connects, works, and closes. Faults BROKER_UNAVAILABLE, NOT_AUTHORISED; UsageError. */
export async function onCluster<T>(
  { settings }: Extract<Target, { kind: 'cluster' }>,
  values: KafkaValues,
  work: (connection: AdminConnection, brokers: readonly string[]) => Promise<T>,
): Promise<T> {
  const file = values['secret-file'];
  const identity = dynamoClient().config;
  const access = kafkaAccess(
    settings,
    identity,
    machineClock,
    file === undefined ? undefined : async () => readText(file),
  );
  const brokers = await access.brokers();
  const connection = await openAdmin(brokers, await access.security());
  try {
    return await work(connection, brokers);
  } finally {
    await connection.close();
  }
}

/** The environment of each function: the variables of what it uses, and no others. A test compares it with the settings that the function reads. */
import { keepsObjects } from '../lib/connect/connect.ts';
import { usesPort } from '../lib/declare/uses.ts';
import {
  type Application,
  dueJobOf,
  prefixOf,
  relayOf,
  topicsAdministered,
  topicsLookedFor,
  topicsWritten,
} from './application.ts';
import { bucketName } from './bucket.ts';
import type { Text } from './cloudFormation.ts';
import { textIf } from './conditions.ts';
import type { FunctionConfig } from './declaredFunctions.ts';
import { engineEnvironment, ownEnvironment } from './ownSettings.ts';
import { parameter } from './parameters.ts';
import { tablePrefix } from './tables.ts';

export function environment(config: FunctionConfig, application: Application): Record<string, Text> {
  const relay = relayOf(config, application);
  const dueJob = dueJobOf(config, application);
  return {
    ...engineEnvironment(),
    ...ownEnvironment(config),
    SERVICE: application.service,
    STAGE: application.stage,
    ADAPTERS: 'aws',
    TABLE_PREFIX: tablePrefix(application),
    ...(keepsObjects(config) && { BUCKET: bucketName(application) }),
    ...(connectsToKafka(config, application) && kafkaEnvironment),
    ...(namesTopics(config, application) && { TOPIC_PREFIX: parameter('TopicPrefix') }),
    DIGEST_SECRET_ARN: parameter('DigestSecretArn'),
    ...(relay && topicsWritten(config, application).length > 0 && { RELAY_FUNCTION: relay }),
    ...(dueJob && { DUE_FUNCTION: dueJob }),
    ...(usesPort(config, 'tokens') && tokenEnvironment(application)),
    ...(takesCallbacks(config) && { CALLBACK_SECRET_ARN: parameter('CallbackSecretArn') }),
    ...(topicsLookedFor(config) && {
      CALLBACK_SECRET_ARN: parameter('CallbackSecretArn'),
      TOKEN_KEYS_SECRET: parameter('TokenKeysSecretArn'),
    }),
  };
}

/** Consumers read by Lambda's pollers, and connect themselves only to write. */
function connectsToKafka(config: FunctionConfig, application: Application): boolean {
  const isAdmin = topicsAdministered(config).length > 0 || topicsLookedFor(config) !== undefined;
  return isAdmin || topicsWritten(config, application).length > 0;
}

function namesTopics(config: FunctionConfig, application: Application): boolean {
  return config.kind === 'consumer' || connectsToKafka(config, application);
}

const kafkaEnvironment: Record<string, Text> = {
  // kafkajs sets a timer in the past at each connection, and Node would warn of it at each cold start.
  NODE_OPTIONS: '--disable-warning=TimeoutNegativeWarning',
  KAFKA_BROKERS: textIf('NamesBrokers', 'KafkaBrokers'),
  KAFKA_CLUSTER_ARN: parameter('MskClusterArn'),
  KAFKA_AUTH: parameter('KafkaAuth'),
  KAFKA_SECRET: textIf('ProvesBySecret', 'KafkaSecretArn'),
};

/** Secrets stand here by their names, and are read at run time: a rotation needs no deployment. */
function tokenEnvironment(application: Application): Record<string, Text> {
  return {
    TOKEN_ISSUER: prefixOf(application),
    TOKEN_AUDIENCE: prefixOf(application),
    TOKEN_KEYS_SECRET: parameter('TokenKeysSecretArn'),
    OIDC_ISSUER: parameter('OidcIssuer'),
    OIDC_AUDIENCE: parameter('OidcAudience'),
    OIDC_ROLES_CLAIM: parameter('OidcRolesClaim'),
  };
}

export function takesCallbacks(config: FunctionConfig): boolean {
  return config.kind === 'http' && config.routes.some((route) => route.access === 'signed');
}

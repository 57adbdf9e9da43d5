/** The environment of each function. A test compares it with the settings that the function reads. */
import { type Application, dueJobOf, prefixOf, relayOf, topicsWritten, usesPort } from './application.ts';
import { bucketName } from './bucket.ts';
import type { Text } from './cloudFormation.ts';
import { textIf } from './conditions.ts';
import type { FunctionConfig } from './declaredFunctions.ts';
import { ownEnvironment } from './ownSettings.ts';
import { parameter, secret } from './parameters.ts';
import { tablePrefix } from './tables.ts';

export function environment(config: FunctionConfig, application: Application): Record<string, Text> {
  const relay = relayOf(config, application);
  const dueJob = dueJobOf(config, application);
  return {
    ...ownEnvironment(config),
    SERVICE: application.service,
    STAGE: application.stage,
    ADAPTERS: 'aws',
    // kafkajs sets a timer in the past at each connection, and Node would warn of it at each cold start.
    NODE_OPTIONS: '--disable-warning=TimeoutNegativeWarning',
    TABLE_PREFIX: tablePrefix(application),
    BUCKET: bucketName(application),
    KAFKA_BROKERS: textIf('NamesBrokers', 'KafkaBrokers'),
    KAFKA_CLUSTER_ARN: parameter('MskClusterArn'),
    KAFKA_AUTH: parameter('KafkaAuth'),
    KAFKA_SECRET: textIf('ProvesBySecret', 'KafkaSecretArn'),
    KAFKA_CONSUMER_GROUP: prefixOf(application),
    TOPIC_PREFIX: parameter('TopicPrefix'),
    DIGEST_SECRET: secret('DigestSecretArn'),
    ...(relay && topicsWritten(config, application).length > 0 && { RELAY_FUNCTION: relay }),
    ...(dueJob && { DUE_FUNCTION: dueJob }),
    ...(usesPort(config, 'tokens') && tokenEnvironment(application)),
    ...(takesCallbacks(config) && { CALLBACK_SECRET: secret('CallbackSecretArn') }),
  };
}

/** The keys themselves are read at run time, so that a rotation needs no deployment. */
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

function takesCallbacks(config: FunctionConfig): boolean {
  return config.kind === 'http' && config.routes.some((route) => route.access === 'signed');
}

/** The environment of each function. A test compares it with the settings that the function reads. */
import { type Application, prefixOf, relayOf, topicsWritten, usesMail } from './application.ts';
import { BUCKET } from './bucket.ts';
import type { Text } from './cloudFormation.ts';
import type { FunctionConfig } from './declaredFunctions.ts';
import { parameter, secret } from './parameters.ts';
import { tablePrefix } from './tables.ts';

export function environment(config: FunctionConfig, application: Application): Record<string, Text> {
  const relay = relayOf(config, application);
  return {
    SERVICE: application.service,
    STAGE: application.stage,
    ADAPTERS: 'aws',
    TABLE_PREFIX: tablePrefix(application),
    BUCKET: { Ref: BUCKET },
    KAFKA_BROKERS: parameter('KafkaBrokers'),
    KAFKA_CONSUMER_GROUP: prefixOf(application),
    DIGEST_SECRET: secret('DigestSecretArn'),
    ...(relay && topicsWritten(config, application).length > 0 && { RELAY_FUNCTION: relay }),
    ...(usesMail(config) && { MAIL_FROM: parameter('MailFrom') }),
    ...(takesCallbacks(config) && { CALLBACK_SECRET: secret('CallbackSecretArn') }),
  };
}

function takesCallbacks(config: FunctionConfig): boolean {
  return config.kind === 'http' && config.routes.some((route) => route.signed);
}

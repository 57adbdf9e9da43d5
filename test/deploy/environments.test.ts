/** A function's environment holds the variables of what it uses, and no others. */
import { expect, it } from 'vitest';
import { declaredFunctions } from '../../deploy/declaredFunctions.ts';
import { environment } from '../../deploy/environment.ts';

const functions = await declaredFunctions('.');
const application = { service: 'shop', stage: 'test', functions };

function variablesOf(name: string): string[] {
  const found = functions.find(({ config }) => config.name === name);
  if (!found) throw new Error(`expected a function ${name}`);
  return Object.keys(environment(found.config, application)).toSorted();
}

/** The engine's own settings, which a stage may decide for all functions. */
const engine = ['BREAKER_FAILURES', 'BREAKER_OPEN_MS', 'LOG_LEVEL', 'PUBLISH_LIMIT_MS', 'RETRY_PAUSES_MS', 'SHADOW'];
const everywhere = ['ADAPTERS', 'DIGEST_SECRET_ARN', 'SERVICE', 'STAGE', 'TABLE_PREFIX', ...engine];
const kafka = ['KAFKA_AUTH', 'KAFKA_BROKERS', 'KAFKA_CLUSTER_ARN', 'KAFKA_SECRET', 'NODE_OPTIONS', 'TOPIC_PREFIX'];
const tokens = [
  'OIDC_AUDIENCE',
  'OIDC_ISSUER',
  'OIDC_ROLES_CLAIM',
  'TOKEN_AUDIENCE',
  'TOKEN_ISSUER',
  'TOKEN_KEYS_SECRET',
];

// Written by hand from what each config declares.
it.each<[string, string[]]>([
  // reads two tables by HTTP
  ['accounts', tokens],
  // publishes by HTTP, and takes callbacks
  ['payments', [...tokens, ...kafka, 'BUCKET', 'CALLBACK_SECRET_ARN', 'RELAY_FUNCTION', 'SAGA_DEADLINE_SECONDS']],
  // a delivery: its topic has dead letters
  ['deliverSms', [...kafka, 'BUCKET', 'RELAY_FUNCTION', 'SMS_CONFIGURATION_SET', 'SMS_MAX_PRICE', 'SMS_ORIGINATION']],
  ['chargeChannel', [...kafka, 'BUCKET', 'CHANNEL_SECRET_ARN', 'CHANNEL_URL', 'RELAY_FUNCTION']],
  ['deliverEmail', [...kafka, 'BUCKET', 'MAIL_CONFIGURATION_SET', 'MAIL_FROM', 'RELAY_FUNCTION']],
  // a consumer with settings of its own
  ['postAccounting', [...kafka, 'BUCKET', 'FEE_BASIS_POINTS', 'RELAY_FUNCTION']],
  // dead letters have none themselves: it writes no topic
  ['archiveDeadLetters', ['BUCKET', 'TOPIC_PREFIX']],
  ['relayOutbox', [...kafka, 'BUCKET']],
  // large rows due are objects
  ['workOffDue', ['BUCKET']],
  // a job over the topics, and over nothing else
  ['applyTopics', kafka],
  // looks at everything, and has the names of all secrets
  ['diagnoseStage', [...kafka, 'CALLBACK_SECRET_ARN', 'TOKEN_KEYS_SECRET']],
])('%s', (name, more) => {
  expect(variablesOf(name)).toEqual([...everywhere, ...more].toSorted());
});

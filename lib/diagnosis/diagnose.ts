/** The job behind `npm run ops -- doctor`: every check, side by side, from where functions run. */
import { SESv2Client } from '@aws-sdk/client-sesv2';
import type { Topic } from '../envelope/topic.ts';
import { Fault } from '../errors/fault.ts';
import { kafkaAccess } from '../producer/kafkaAccess.ts';
import { managedSecret } from '../secrets/managedSecret.ts';
import type { Settings } from '../settings/settings.ts';
import { dynamoClient } from '../store/dynamoClient.ts';
import { mailCheck, secretChecks, tablesCheck } from './accountChecks.ts';
import { endpointChecks } from './endpoints.ts';
import { type Finding, findingOf } from './finding.ts';
import { kafkaFindings } from './kafkaChecks.ts';

/** The topics and the tables that should be there, by their own names. */
interface Wanted {
  topics: readonly Topic[];
  tables: readonly string[];
}

const CLIENT_LIMITS = { maxAttempts: 2, requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000 } };

/** Fault SETTINGS_INVALID where it does not run on AWS. */
export async function diagnose(
  { topics, tables }: Wanted,
  { settings, now }: { settings: Settings; now(): number },
): Promise<{ findings: Finding[] }> {
  if (settings.ADAPTERS !== 'aws') throw new Fault('SETTINGS_INVALID', 'ADAPTERS: only a stage on AWS is diagnosed');
  const dynamodb = dynamoClient();
  const region = await dynamodb.config.region();
  const names = tables.map((table) => `${settings.TABLE_PREFIX ?? ''}${table}`);
  const checks = [
    ...endpointChecks(region, settings.KAFKA_BROKERS === undefined),
    ...secretChecks(secretsOf(settings)),
    tablesCheck(dynamodb, names),
    mailCheck(new SESv2Client(CLIENT_LIMITS)),
  ];
  const { KAFKA_AUTH: auth, TOPIC_PREFIX: prefix } = settings;
  const kafka = kafkaFindings(kafkaAccess(settings, dynamodb.config, now), { topics, prefix, isTls: auth !== 'none' });
  const found = await Promise.all(checks.map((check) => findingOf(check)));
  return { findings: [...found, ...(await kafka)] };
}

function secretsOf({ DIGEST_SECRET_ARN, CALLBACK_SECRET_ARN, TOKEN_KEYS_SECRET, KAFKA_SECRET }: Settings) {
  const named = Object.entries({ DIGEST_SECRET_ARN, CALLBACK_SECRET_ARN, TOKEN_KEYS_SECRET, KAFKA_SECRET });
  return Object.fromEntries(
    named.flatMap(([setting, id]) => (id === undefined ? [] : [[setting, managedSecret(setting, id)] as const])),
  );
}

/** An application as deployed: its tables on an emulator of DynamoDB, its topics on Kafka, its HTTP functions a process. */
import { randomUUID } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { tablesUsed } from '../../../deploy/application.ts';
import { declaredFunctions } from '../../../deploy/declaredFunctions.ts';
import { topics } from '../../../events/allTopics.ts';
import { audit } from '../../../lib/audit/audit.ts';
import { compressionOf } from '../../../lib/kafka/compression.ts';
import type { Objects } from '../../../lib/objects/objects.ts';
import { createLog } from '../../../lib/observability/log.ts';
import type { DrainConnections } from '../../../lib/outbox/drain.ts';
import { kafkaProducer } from '../../../lib/producer/kafka.ts';
import { dynamoStore } from '../../../lib/store/dynamodb.ts';
import { createDynamoTable } from '../../../lib/store/dynamoTables.ts';
import type { Store, Table } from '../../../lib/store/store.ts';
import { rotated } from '../../../lib/token/keySet.ts';
import { freePort } from '../../../local/freePort.ts';
import { environmentWith } from '../../environment.ts';
import { createSecret } from '../../fixtures/secret.ts';
import { clientOf } from '../../lib/store/openDynamo.ts';
import { startProcess } from '../../real/startedProcess.ts';

export interface Deployed {
  store: Store;
  /** The connections of a relay in the test's own process. */
  drainConnections: DrainConnections;
  /** Starts the HTTP functions; `dynamo` and `kafka` are where they look for them, where that is somewhere else. */
  startHttp(through?: { dynamo?: string; kafka?: string }): Promise<HttpProcess>;
}

export interface HttpProcess {
  url: string;
  kill(): void;
}

const noObjects: Objects = {
  put: () => Promise.reject(new Error('nothing here is large')),
  get: () => Promise.reject(new Error('nothing here is large')),
  remove: () => Promise.reject(new Error('nothing here is large')),
};

/** Where an application finds what it needs. */
export interface Places {
  dynamo: string;
  kafka: string;
  /** The address of an emulator with Secrets Manager. */
  aws: string;
}

export async function deploy({ dynamo, kafka, aws }: Places, publishLimitMs = 2_000): Promise<Deployed> {
  const prefix = `${randomUUID().slice(0, 8)}-`;
  const tableName = ({ name }: Table) => `${prefix}${name}`;
  const client = clientOf(dynamo);
  const functions = await declaredFunctions('.');
  const tables = tablesUsed({ service: 'test', stage: 'test', functions });
  for (const table of tables) await createDynamoTable(client, table, tableName(table));
  const store = dynamoStore({ client, tables: [...tables, audit], tableName });
  const producer = kafkaProducer(
    { brokers: [kafka], clientId: 'relay', compressionOf: compressionOf(topics) },
    Date.now,
  );
  onTestFinished(async () => {
    await producer.close();
    await store.close();
  });
  const log = createLog({ level: 'silent', format: 'json', now: Date.now });
  const { arn } = await createSecret(aws, JSON.stringify(rotated(undefined)));
  return {
    store,
    drainConnections: { function: 'relay', store, objects: noObjects, producer, log, now: Date.now },
    startHttp: (through = {}) => startHttp({ prefix, dynamo, kafka, aws, tokenKeys: arn, ...through }, publishLimitMs),
  };
}

async function startHttp(at: Places & { prefix: string; tokenKeys: string }, publishLimitMs: number) {
  const env = environmentWith({
    ADAPTERS: 'aws',
    TABLE_PREFIX: at.prefix,
    BUCKET: 'nothing-here-is-large',
    KAFKA_BROKERS: at.kafka,
    KAFKA_AUTH: 'none',
    DIGEST_SECRET: 'a secret of at least thirty-two characters',
    CALLBACK_SECRET: 'whsec_c2VjcmV0IG9mIHRoZSBwcm92aWRlcg==',
    // All callers have one address here.
    REGISTER_PER_ADDRESS: 'off',
    LOG_LEVEL: 'silent',
    PUBLISH_LIMIT_MS: String(publishLimitMs),
    TOKEN_KEYS_SECRET: at.tokenKeys,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
    AWS_ENDPOINT_URL_DYNAMODB: at.dynamo,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: at.aws,
  });
  const main = new URL('./main.ts', import.meta.url).pathname;
  const port = await freePort();
  const stop = await startProcess({ command: process.execPath, args: [main, String(port)], env, ready: /^ready/m });
  onTestFinished(stop);
  return { url: `http://127.0.0.1:${port}`, kill: () => void stop() };
}

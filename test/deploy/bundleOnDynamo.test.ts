import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { decodeJwt } from 'jose';
import { describe, expect, it, onTestFinished } from 'vitest';
import { declaredFunctions } from '../../deploy/declaredFunctions.ts';
import { userSettings } from '../../domain/users/settings.ts';
import { users } from '../../domain/users/user.ts';
import { tablesOf } from '../../lib/connect/connect.ts';
import { outbox } from '../../lib/outbox/outbox.ts';
import { dynamoClient } from '../../lib/store/dynamoClient.ts';
import { dynamoStore } from '../../lib/store/dynamodb.ts';
import { createDynamoTable } from '../../lib/store/dynamoTables.ts';
import { queryAll } from '../../lib/store/queryAll.ts';
import { ref, type Table } from '../../lib/store/store.ts';
import { rotated } from '../../lib/token/keySet.ts';
import { createSecret } from '../fixtures/secret.ts';
import { realPart } from '../real/available.ts';
import { bundleElsewhere } from './bundled.ts';

const endpoint = await realPart('dynoxide');
const aws = await realPart('ministack');

/** The bundle of a function, with its tables on an emulator of DynamoDB, and a store that looks into them. */
async function deployed(name: string) {
  const found = (await declaredFunctions('.')).find(({ config }) => config.name === name);
  if (!found) throw new Error(`expected a function ${name}`);
  const prefix = `${randomUUID()}-`;
  const tableName = (table: Table) => `${prefix}${table.name}`;
  const credentials = { accessKeyId: 'nobody', secretAccessKey: 'nothing' };
  const client = dynamoClient({ endpoint: endpoint ?? '', region: 'eu-central-1', credentials });
  const tables = tablesOf(found.config);
  for (const table of tables) await createDynamoTable(client, table, tableName(table));
  const store = dynamoStore({ client, tables, tableName });
  const bundled = await bundleElsewhere(found);
  onTestFinished(async () => {
    await bundled.remove();
    await store.close();
  });
  const environment = { TABLE_PREFIX: prefix, AWS_ENDPOINT_URL_DYNAMODB: endpoint ?? '' };
  return { store, invoke: (event: unknown, more = {}) => bundled.invoke(event, { ...environment, ...more }) };
}

const path = '/api/v1/users/register';
const http = { method: 'POST', path, sourceIp: '192.0.2.1' };
const body = JSON.stringify({ username: 'jane', email: 'jane@example.com', password: 'correct horse battery' });
const headers = { 'content-type': 'application/json' };
const registration = { version: '2.0', rawPath: path, headers, body, requestContext: { http } };

describe.runIf(endpoint)('a bundle on DynamoDB', () => {
  it.runIf(aws)('registers a user while Kafka is down, and keeps the events for the relay', async () => {
    const { store, invoke } = await deployed('users');
    const { arn } = await createSecret(aws ?? '', JSON.stringify(rotated(undefined)));
    const secrets = { TOKEN_KEYS_SECRET: arn, AWS_ENDPOINT_URL_SECRETS_MANAGER: aws ?? '' };
    const { answer } = (await invoke(registration, secrets)) as { answer: { statusCode: number; body: string } };
    expect(answer.statusCode).toBe(201);
    const { user, token } = JSON.parse(answer.body);
    expect(decodeJwt(token)).toMatchObject({ sub: user.id, roles: ['user'] });
    const [stored] = await store.read([ref(users, `user#${user.id}`)]);
    expect(stored).toMatchObject({ username: 'jane', email: 'jane@example.com', status: 'active' });
    expect(await queryAll(store, { table: outbox, partition: `user#${user.id}` })).toHaveLength(1);
  });

  it.runIf(aws)('registers nobody while no token can be minted: the names stay free', async () => {
    const { invoke } = await deployed('users');
    expect(await invoke(registration)).toMatchObject({ answer: { statusCode: 503 } });
    const { arn } = await createSecret(aws ?? '', JSON.stringify(rotated(undefined)));
    const secrets = { TOKEN_KEYS_SECRET: arn, AWS_ENDPOINT_URL_SECRETS_MANAGER: aws ?? '' };
    expect(await invoke(registration, secrets)).toMatchObject({ answer: { statusCode: 201 } });
  });

  it('handles a batch of records, and its repeat', async () => {
    const { store, invoke } = await deployed('initialiseUserSettings');
    const batch = JSON.parse(readFileSync('events/msk/initialiseUserSettings.json', 'utf8'));
    expect(await invoke(batch)).toEqual({ answer: null });
    expect(await invoke(batch)).toEqual({ answer: null });
    const [settings] = await store.read([ref(userSettings, 'user#373476556801234')]);
    expect(settings).toMatchObject({ version: 1 });
  });
});

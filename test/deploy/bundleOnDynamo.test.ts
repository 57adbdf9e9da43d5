import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
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
import { realPart } from '../real/available.ts';
import { bundleElsewhere } from './bundled.ts';

const endpoint = await realPart('dynoxide');

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
  return { store, invoke: (event: unknown) => bundled.invoke(event, environment) };
}

describe.runIf(endpoint)('a bundle on DynamoDB', () => {
  it('registers a user while Kafka is down, and keeps the events for the relay', async () => {
    const { store, invoke } = await deployed('users');
    const path = '/api/v1/users/register';
    const body = JSON.stringify({ username: 'jane', email: 'jane@example.com', password: 'correct horse battery' });
    const headers = { 'content-type': 'application/json' };
    const event = { version: '2.0', rawPath: path, headers, body, requestContext: { http: { method: 'POST', path } } };
    const { answer } = (await invoke(event)) as { answer: { statusCode: number; body: string } };
    expect(answer.statusCode).toBe(201);
    const { user } = JSON.parse(answer.body);
    const [stored] = await store.read([ref(users, `user#${user.id}`)]);
    expect(stored).toMatchObject({ username: 'jane', email: 'jane@example.com', status: 'active' });
    expect(await queryAll(store, { table: outbox, partition: `user#${user.id}` })).toHaveLength(1);
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

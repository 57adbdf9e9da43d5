/** Stores on an emulator of DynamoDB. */
import { randomUUID } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamoClient } from '../../../lib/store/dynamoClient.ts';
import { dynamoStore } from '../../../lib/store/dynamodb.ts';
import { createDynamoTable } from '../../../lib/store/dynamoTables.ts';
import type { Store, Table } from '../../../lib/store/store.ts';
import { contractTables, type StoreUnderTest } from '../../contracts/store/given.ts';

export function dynamoAt(endpoint: string, tableName: (table: Table) => string, tables = contractTables): Store {
  return dynamoStore({ client: clientOf(endpoint), tables, tableName });
}

/** On tables of its own, since an emulator is shared by all test files; `created` are those that are there. */
export async function openDynamo(endpoint: string, created = contractTables): Promise<StoreUnderTest> {
  const tableName = await createTables(endpoint, created);
  const store = dynamoAt(endpoint, tableName);
  return { store, another: async () => dynamoAt(endpoint, tableName), end: () => store.close() };
}

/** Answers what they are called there. */
export async function createTables(endpoint: string, tables: readonly Table[]): Promise<(table: Table) => string> {
  const prefix = randomUUID().slice(0, 8);
  const tableName = ({ name }: Table) => `${prefix}-${name}`;
  const client = clientOf(endpoint);
  for (const table of tables) await createDynamoTable(client, table, tableName(table));
  client.destroy();
  return tableName;
}

export function clientOf(endpoint: string, silenceMs?: number): DynamoDBClient {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  // An emulator on a busy machine takes longer than AWS to accept a hundred connections at once.
  const limits = { connectMs: 10_000, ...(silenceMs !== undefined && { silenceMs }) };
  return dynamoClient({ endpoint, region: 'eu-west-1', credentials }, limits);
}

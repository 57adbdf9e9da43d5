/** A store on an emulator of DynamoDB. */
import { randomUUID } from 'node:crypto';
import { dynamoClient } from '../../../lib/store/dynamoClient.ts';
import { dynamoStore } from '../../../lib/store/dynamodb.ts';
import { createDynamoTable } from '../../../lib/store/dynamoTables.ts';
import type { Store, Table } from '../../../lib/store/store.ts';
import { contractTables, type StoreUnderTest } from '../../contracts/store/given.ts';

function clientOf(endpoint: string) {
  return dynamoClient({
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
}

/** On tables of its own: an emulator is shared by all test files. */
export async function openDynamo(endpoint: string): Promise<StoreUnderTest> {
  const prefix = randomUUID().slice(0, 8);
  const tableName = ({ name }: Table) => `${prefix}-${name}`;
  const client = clientOf(endpoint);
  for (const table of contractTables) await createDynamoTable(client, table, tableName(table));
  const another = async (): Promise<Store> =>
    dynamoStore({ client: clientOf(endpoint), tables: contractTables, tableName });
  const store = await another();
  return {
    store,
    another,
    end: async () => {
      client.destroy();
      await store.close();
    },
  };
}

/** Declared tables as DynamoDB creates them, for tests and emulators; the deployment has its own templates. */
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  type DynamoDBClient,
  ResourceInUseException,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { dynamoShape, timeToLive } from './dynamoShape.ts';
import type { Table } from './store.ts';

const PATIENCE_SECONDS = 30;

export async function createDynamoTable(client: DynamoDBClient, table: Table, tableName: string): Promise<void> {
  const creating = client.send(new CreateTableCommand(createTableInput(table, tableName)));
  await creating.catch((error: unknown) => {
    // When an answer stays out the client asks again, and then finds its own table.
    if (!(error instanceof ResourceInUseException)) throw error;
  });
  await waitUntilTableExists({ client, maxWaitTime: PATIENCE_SECONDS, minDelay: 1 }, { TableName: tableName });
  if (!table.expires) return;
  await client.send(new UpdateTimeToLiveCommand({ TableName: tableName, TimeToLiveSpecification: timeToLive }));
}

export function createTableInput(table: Table, tableName: string): CreateTableCommandInput {
  return { TableName: tableName, ...dynamoShape(table) };
}

/** Declared tables as DynamoDB creates them, for tests and emulators; the deployment has its own templates. */
import {
  type AttributeDefinition,
  CreateTableCommand,
  type CreateTableCommandInput,
  type DynamoDBClient,
  type KeySchemaElement,
  ResourceInUseException,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
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
  const TimeToLiveSpecification = { AttributeName: 'expiresAt', Enabled: true };
  await client.send(new UpdateTimeToLiveCommand({ TableName: tableName, TimeToLiveSpecification }));
}

export function createTableInput(table: Table, tableName: string): CreateTableCommandInput {
  const indexes = Object.entries(table.indexes).map(([name, { partition, sort }]) => ({
    IndexName: name,
    KeySchema: keySchema(partition, sort),
    Projection: { ProjectionType: 'ALL' as const },
  }));
  return {
    TableName: tableName,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: keySchema('pk', 'sk'),
    AttributeDefinitions: keyAttributes(table),
    ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes }),
  };
}

/** Every attribute that is part of a key, once. */
function keyAttributes({ indexes }: Table): AttributeDefinition[] {
  const names = Object.values(indexes).flatMap(({ partition, sort }) => [partition, sort]);
  return [...new Set(['pk', 'sk', ...names])].map((name) => ({ AttributeName: name, AttributeType: 'S' }));
}

function keySchema(partition: string, sort: string): KeySchemaElement[] {
  return [
    { AttributeName: partition, KeyType: 'HASH' },
    { AttributeName: sort, KeyType: 'RANGE' },
  ];
}

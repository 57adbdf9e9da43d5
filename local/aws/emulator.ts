/** An emulator of AWS, made ready for the functions: their tables, the bucket, and what their ports need. */
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateSecretCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ports } from '../../lib/connect/ports.ts';
import type { Log } from '../../lib/observability/log.ts';
import type { Port } from '../../lib/port/port.ts';
import { readOnly } from '../../lib/settings/environment.ts';
import type { Settings } from '../../lib/settings/settings.ts';
import { dynamoClient } from '../../lib/store/dynamoClient.ts';
import { createDynamoTable } from '../../lib/store/dynamoTables.ts';
import type { Table } from '../../lib/store/store.ts';
import { UsageError } from '../usageError.ts';

type Named = Pick<Settings, 'TABLE_PREFIX' | 'BUCKET'>;

/** Creates the tables, the bucket and all of the ports' that are missing, and leaves the others alone. UsageError names the service that does not answer. */
export async function prepareEmulator(tables: readonly Table[], settings: Named, log: Log): Promise<void> {
  await asked('DynamoDB', () => createTables(tables, settings.TABLE_PREFIX ?? ''));
  await asked('S3', () => createBucket(settings.BUCKET ?? ''));
  const prepared = ports.map(async ({ settings: { aws }, emulated }: Port) => {
    await emulated?.prepare?.(readOnly(aws), log);
  });
  await Promise.all(prepared);
}

/** Puts the keys that sign our tokens where deployed functions look for them. Answers the secret's ARN. */
export async function putSecret(name: string, text: string): Promise<string> {
  const client = new SecretsManagerClient({});
  let arn = '';
  await asked('Secrets Manager', async () => {
    try {
      const made = await client.send(new CreateSecretCommand({ Name: name, SecretString: text }));
      arn = made.ARN ?? name;
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'ResourceExistsException') throw error;
      const put = await client.send(new PutSecretValueCommand({ SecretId: name, SecretString: text }));
      arn = put.ARN ?? name;
    }
  });
  client.destroy();
  return arn;
}

async function createTables(tables: readonly Table[], prefix: string): Promise<void> {
  const client = dynamoClient();
  const existing = new Set<string>();
  let last: string | undefined;
  do {
    const page = await client.send(new ListTablesCommand(last === undefined ? {} : { ExclusiveStartTableName: last }));
    for (const name of page.TableNames ?? []) existing.add(name);
    last = page.LastEvaluatedTableName;
  } while (last !== undefined);
  const missing = new Map(tables.map((table) => [`${prefix}${table.name}`, table]));
  for (const name of existing) missing.delete(name);
  await Promise.all([...missing].map(([name, table]) => createDynamoTable(client, table, name)));
  client.destroy();
}

async function createBucket(bucket: string): Promise<void> {
  const client = new S3Client({ forcePathStyle: true });
  try {
    await client.send(new HeadBucketCommand({ Bucket: bucket }));
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'NotFound') throw error;
    await client.send(new CreateBucketCommand({ Bucket: bucket }));
  } finally {
    client.destroy();
  }
}

async function asked(service: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const why = error instanceof Error ? error.message || error.name : String(error);
    throw new UsageError(
      `The AWS emulator does not do for ${service} (${why}): start it, correct --aws or AWS_ENDPOINT_URL, or name another for this service in AWS_ENDPOINT_URL_${service.toUpperCase().replace(' ', '_')}.`,
    );
  }
}

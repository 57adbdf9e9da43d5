/** Store and objects for the stack's own tools: where the functions keep theirs, local files or an emulator. */
import { machineClock } from '../../lib/clock/clock.ts';
import { localFiles } from '../../lib/connect/connect.ts';
import type { EmulatorNote } from '../../lib/connect/emulatorNote.ts';
import { fileObjects } from '../../lib/objects/files.ts';
import type { Objects } from '../../lib/objects/objects.ts';
import type { Settings } from '../../lib/settings/settings.ts';
import { sqliteStore } from '../../lib/store/sqlite.ts';
import type { Store, Table } from '../../lib/store/store.ts';
import { emulatedRegion, endpointOf } from '../environment.ts';

/** undefined where the state is in files. */
export function emulatorInUse({ ADAPTERS, TABLE_PREFIX, BUCKET }: Settings): EmulatorNote | undefined {
  const [dynamodb, s3] = [endpointOf('DYNAMODB'), endpointOf('S3')];
  if (ADAPTERS !== 'emulator' || !dynamodb || !s3) return undefined;
  return { dynamodb, s3, region: emulatedRegion(), tablePrefix: TABLE_PREFIX ?? '', bucket: BUCKET ?? '' };
}

export async function openStore(settings: Settings, tables: Table[]): Promise<Store> {
  const { ADAPTERS, STATE_DIR, TABLE_PREFIX = '' } = settings;
  if (ADAPTERS === 'local') return sqliteStore({ file: localFiles(STATE_DIR).store, tables, now: machineClock });
  const { dynamoClient } = await import('../../lib/store/dynamoClient.ts');
  const { dynamoStore } = await import('../../lib/store/dynamodb.ts');
  return dynamoStore({ client: dynamoClient(), tables, tableName: ({ name }) => `${TABLE_PREFIX}${name}` });
}

export async function openObjects({ ADAPTERS, STATE_DIR, BUCKET = '' }: Settings): Promise<Objects> {
  if (ADAPTERS === 'local') return fileObjects(localFiles(STATE_DIR).objects);
  const { s3Objects } = await import('../../lib/objects/s3.ts');
  return s3Objects({ bucket: BUCKET, prefix: '', aws: { forcePathStyle: true } });
}

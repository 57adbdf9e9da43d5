/** The state as operators reach it: the local stack's state folder, or with ADAPTERS=aws the stage's own tables and bucket. */
import { existsSync } from 'node:fs';
import * as z from 'zod';
import { machineClock } from '../lib/clock/clock.ts';
import { localFiles } from '../lib/connect/connect.ts';
import { Fault } from '../lib/errors/fault.ts';
import type { Objects } from '../lib/objects/objects.ts';
import { readOnly } from '../lib/settings/environment.ts';
import { settingsShape } from '../lib/settings/settings.ts';
import type { Store, Table } from '../lib/store/store.ts';
import { UsageError } from './usageError.ts';

export interface OpenedStore {
  store: Store;
  objects: Objects;
}

const { ADAPTERS, STATE_DIR, TABLE_PREFIX, BUCKET } = settingsShape.shape;
const settings = z.object({ ADAPTERS: ADAPTERS.default('local'), STATE_DIR, TABLE_PREFIX, BUCKET });

/** `state` wins over STATE_DIR. Each side is imported only where it is meant. Fault SETTINGS_INVALID; UsageError. */
export async function openStore(tables: readonly Table[], state: string | undefined): Promise<OpenedStore> {
  const given = readOnly(settings);
  if (given.ADAPTERS === 'aws') return await onAws(tables, given);
  const folder = state ?? given.STATE_DIR;
  const files = localFiles(folder);
  if (!existsSync(files.store)) throw new UsageError(`There is no state in ${folder}: name the stack's with --state.`);
  const [{ sqliteStore }, { fileObjects }] = await Promise.all([
    import('../lib/store/sqlite.ts'),
    import('../lib/objects/files.ts'),
  ]);
  return { store: sqliteStore({ file: files.store, tables, now: machineClock }), objects: fileObjects(files.objects) };
}

async function onAws(tables: readonly Table[], { TABLE_PREFIX, BUCKET }: z.output<typeof settings>) {
  if (TABLE_PREFIX === undefined || BUCKET === undefined)
    throw new Fault('SETTINGS_INVALID', 'TABLE_PREFIX and BUCKET: needed with ADAPTERS=aws');
  const [{ dynamoStore }, { dynamoClient }, { s3Objects }] = await Promise.all([
    import('../lib/store/dynamodb.ts'),
    import('../lib/store/dynamoClient.ts'),
    import('../lib/objects/s3.ts'),
  ]);
  const tableName = ({ name }: Table) => `${TABLE_PREFIX}${name}`;
  return {
    store: dynamoStore({ client: dynamoClient(), tables, tableName }),
    objects: s3Objects({ bucket: BUCKET, prefix: '' }),
  };
}

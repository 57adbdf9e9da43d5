/** The state as operators reach it: the local stack's files or emulator of AWS, or with ADAPTERS=aws the stage's own tables and bucket. */
import { existsSync } from 'node:fs';
import * as z from 'zod';
import { machineClock } from '../lib/clock/clock.ts';
import { localFiles } from '../lib/connect/connect.ts';
import { type EmulatorNote, readEmulatorNote } from '../lib/connect/emulatorNote.ts';
import { Fault } from '../lib/errors/fault.ts';
import type { Objects } from '../lib/objects/objects.ts';
import { readOnly } from '../lib/settings/environment.ts';
import { settingsShape } from '../lib/settings/settings.ts';
import type { Store, Table } from '../lib/store/store.ts';
import { UsageError } from '../local/usageError.ts';

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
  const emulator = readEmulatorNote(files.emulator);
  if (emulator) return await inEmulator(tables, emulator, folder);
  if (!existsSync(files.store)) throw new UsageError(`There is no state in ${folder}: name the stack's with --state.`);
  const [{ sqliteStore }, { fileObjects }] = await Promise.all([
    import('../lib/store/sqlite.ts'),
    import('../lib/objects/files.ts'),
  ]);
  return { store: sqliteStore({ file: files.store, tables, now: machineClock }), objects: fileObjects(files.objects) };
}

/** The same that the stack uses: `npm start -- --aws` notes it in the state folder. UsageError when it doesn't answer. */
async function inEmulator(tables: readonly Table[], note: EmulatorNote, folder: string): Promise<OpenedStore> {
  const { dynamodb, s3, region, tablePrefix, bucket } = note;
  for (const address of new Set([dynamodb, s3])) {
    await fetch(address, { signal: AbortSignal.timeout(ANSWER_LIMIT_MS) }).catch((cause: unknown) => {
      const sentence = `The stack on ${folder} keeps its state in the AWS emulator ${address}, which doesn't answer: start it, or name another folder with --state.`;
      throw new UsageError(sentence, { cause });
    });
  }
  const { dynamoStore, dynamoClient, s3Objects } = await awsAdapters();
  const where = { region, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
  return {
    store: dynamoStore({
      client: dynamoClient({ ...where, endpoint: dynamodb }),
      tables,
      tableName: ({ name }) => `${tablePrefix}${name}`,
    }),
    objects: s3Objects({ bucket, prefix: '', aws: { ...where, endpoint: s3, forcePathStyle: true } }),
  };
}

const ANSWER_LIMIT_MS = 3_000;

async function onAws(tables: readonly Table[], { TABLE_PREFIX, BUCKET }: z.output<typeof settings>) {
  if (TABLE_PREFIX === undefined || BUCKET === undefined)
    throw new Fault('SETTINGS_INVALID', 'TABLE_PREFIX and BUCKET: needed with ADAPTERS=aws');
  const { dynamoStore, dynamoClient, s3Objects } = await awsAdapters();
  const tableName = ({ name }: Table) => `${TABLE_PREFIX}${name}`;
  return {
    store: dynamoStore({ client: dynamoClient(), tables, tableName }),
    objects: s3Objects({ bucket: BUCKET, prefix: '' }),
  };
}

async function awsAdapters() {
  const [{ dynamoStore }, { dynamoClient }, { s3Objects }] = await Promise.all([
    import('../lib/store/dynamodb.ts'),
    import('../lib/store/dynamoClient.ts'),
    import('../lib/objects/s3.ts'),
  ]);
  return { dynamoStore, dynamoClient, s3Objects };
}

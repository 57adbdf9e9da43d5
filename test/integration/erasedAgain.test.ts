/** Every consumer that may write to a table of the registry of personal data, told late of people who were erased. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { personalRefs } from '../../domain/personalData/erasure.ts';
import { sealedLists } from '../../domain/personalData/sealedLists.ts';
import type { ConsumerConfig } from '../../lib/declare/consumerConfig.ts';
import { table } from '../../lib/declare/uses.ts';
import type { KafkaRecord } from '../../lib/kafka/record.ts';
import { openEngine } from '../../lib/lambda/lambda.ts';
import { toMskEvent } from '../../lib/msk/mskEvent.ts';
import { isTombstone } from '../../lib/store/conditions.ts';
import { queryAll } from '../../lib/store/queryAll.ts';
import type { Item, Store } from '../../lib/store/store.ts';
import { findFunctions, isOfKind, type LocalFunction } from '../../local/functions.ts';
import { invoke } from '../../local/invoke.ts';
import { batchRecords, sampleNames, sampleRecord } from '../events/sampleRecords.ts';
import { source } from '../fixtures/platform.ts';
import { decoded, recordOf } from '../fixtures/records.ts';

type Consumer = LocalFunction<ConsumerConfig>;

const consumers: Consumer[] = (await findFunctions()).filter(isOfKind('consumer'));
const eraser = consumers.find(({ config }) => config.name === 'cleanUpDeletedUser');
const registered = [...Object.values(personalRefs('7')), ...sealedLists].map((held) => held.table);
const names = new Set(registered.map(({ name }) => name));
const writing = consumers.filter(
  ({ config }) =>
    config.name !== 'cleanUpDeletedUser' &&
    config.uses.some((use) => use.kind === 'table' && !use.onlyReads && names.has(use.table.name)),
);
/** One for all: a handler keeps the engine of its first invocation. */
const folder = mkdtempSync(join(tmpdir(), 'erased-'));

beforeEach(() => {
  const settings = { ADAPTERS: 'local', STATE_DIR: folder, LOG_LEVEL: 'silent', RETRY_PAUSES_MS: '0,0' };
  for (const [name, value] of Object.entries({ ...settings, DIGEST_SECRET: 'd'.repeat(32) })) vi.stubEnv(name, value);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Its saved batch, and every sample on its topics at an offset of its own. */
function recordsFor({ config }: Consumer): KafkaRecord[] {
  const topics = new Set(config.topics.map((topic) => topic.name));
  const samples = sampleNames.map(sampleRecord).filter(({ topic }) => topics.has(topic));
  return [
    ...batchRecords(config.name).map(decoded),
    ...samples.map((record, n) => ({ ...record, offset: 10_000 + n })),
  ];
}

/** Every value of those fields, at any depth of the records' JSON, as text. */
function valuesOf(records: readonly KafkaRecord[], fields: RegExp): Set<string> {
  const found = new Set<string>();
  for (const { value } of records) {
    // Numbers beyond 2^53 are other ids by then; their records are dead letters.
    const visit = (name: string, held: unknown) => {
      const isText = typeof held === 'string' || typeof held === 'number';
      if (fields.test(name) && isText && held !== '') found.add(String(held));
      return held;
    };
    try {
      JSON.parse(Buffer.from(value ?? []).toString(), visit);
    } catch {
      // A sample of what is no JSON.
    }
  }
  return found;
}

async function heldOn(userId: string, store: Store): Promise<{ name: string; item: Item }[]> {
  const refs = Object.values(personalRefs(userId));
  const items = await store.read(refs);
  const single = refs.flatMap(({ table: { name, tombstone } }, at) => {
    const item = items[at];
    return item && !isTombstone({ name, indexes: {}, expires: false, ...(tombstone && { tombstone }) }, item)
      ? [{ name, item }]
      : [];
  });
  const lists = sealedLists.map(async (list) => {
    const entries = await queryAll(store, list.entriesOf(userId));
    return entries.map((item) => ({ name: list.table.name, item }));
  });
  return [...single, ...(await Promise.all(lists)).flat()];
}

test('there are such consumers, and one that erases', () => {
  expect(eraser).toBeDefined();
  expect(writing.map(({ config }) => config.name)).toEqual(
    expect.arrayContaining(['initialiseUserSettings', 'recordLogin', 'updateUserView']),
  );
});

test('what an erasure only removes is written by no consumer, or expires', () => {
  const removedOnly = registered.filter((held) => held.tombstone === undefined && !held.expires);
  const lists = new Set(sealedLists.map((list) => list.table.name));
  const bare = removedOnly.filter(({ name }) => !lists.has(name)).map(({ name }) => name);
  const writers = writing.filter(({ config }) =>
    config.uses.some((use) => use.kind === 'table' && !use.onlyReads && bare.includes(use.table.name)),
  );
  expect(writers.map(({ config }) => config.name)).toEqual([]);
});

test.each(writing.map((fn) => [fn.config.name, fn] as const))(
  '%s brings nothing of an erased person back',
  { timeout: 60_000 },
  async (name, fn) => {
    const engine = await openEngine({ name: 'test', uses: registered.map(table) });
    const { store, producer } = engine.connections;
    const records = recordsFor(fn);
    const ids = [...valuesOf(records, /^(user_id|subject_id)$/)];
    expect(ids.length).toBeGreaterThan(0);
    const deletions = ids.map((user_id, offset) =>
      recordOf({
        topic: 'user.events',
        offset,
        key: user_id,
        value: { type: 'user.deleted', id: `${name}-${offset}`, user_id },
      }),
    );
    await invoke(eraser as Consumer, toMskEvent(deletions, source));
    await invoke(fn, toMskEvent(records, source));
    const personal = [...valuesOf(records, /^(username|email|ip|user_agent|phone|city|to)$/)];
    for (const id of ids) {
      const held = await heldOn(id, store);
      const open = held.filter(({ item }) =>
        personal.some((text) => JSON.stringify(item).includes(JSON.stringify(text))),
      );
      expect([id, open]).toEqual([id, []]);
      const lists = new Set(sealedLists.map((list) => list.table.name));
      expect([id, held.filter(({ name }) => !lists.has(name))]).toEqual([id, []]);
    }
    await store.close();
    await producer.close();
  },
);

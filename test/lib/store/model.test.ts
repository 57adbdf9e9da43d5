import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sqliteStore } from '../../../lib/store/sqlite.ts';
import type { Item, Store, Write } from '../../../lib/store/store.ts';
import { realPart } from '../../real/available.ts';
import { listed, type plain, type Step, step, tables } from './modelSteps.ts';
import { createTables, dynamoAt } from './openDynamo.ts';
import { storeModel } from './storeModel.ts';

const START_MS = 1_800_000_123_456;

interface Compared {
  store: Store;
  pass?: (nowMs: number) => void;
}

async function allPages(store: Store, one: Step & { kind: 'query' }): Promise<Item[]> {
  const from = { table: listed, partition: one.of, ...(one.by === 'owner' && { index: 'byOwner' }) };
  const items: Item[] = [];
  for (let page: string | undefined, isLast = false; !isLast; ) {
    const found = await store.query(from, { ...one.range, limit: one.limit, descending: one.descending }, page);
    expect(found.items.length).toBeLessThanOrEqual(one.limit);
    items.push(...found.items);
    page = found.next;
    isLast = page === undefined;
  }
  return items;
}

async function everything(store: Store, of: typeof plain): Promise<Item[]> {
  const partitions = ['a', 'b'].map((partition) => store.query({ table: of, partition }));
  return (await Promise.all(partitions)).flatMap(({ items }) => items);
}

/** `pass` moves the store's clock, where that can be done. */
async function compare({ store, pass }: Compared, steps: Step[]): Promise<void> {
  const model = storeModel();
  let nowMs = START_MS;
  const sent = new Map<string, Write[]>();
  for (const one of steps) {
    if (one.kind === 'query') {
      const by = one.by === 'key' ? { partition: 'pk', sort: 'sk' } : { partition: 'owner', sort: 'at' };
      const expected = model.query('listed', by, one.of, { ...one.range, descending: one.descending });
      expect(await allPages(store, one)).toEqual(expected);
      continue;
    }
    if (one.kind === 'each') {
      expect(await store.writeEach(one.writes)).toEqual(model.each(one.writes));
      continue;
    }
    if (pass) nowMs += one.minutes * 60_000;
    pass?.(nowMs);
    const wanted = (one.again && sent.get(one.token)) || one.writes;
    sent.set(one.token, wanted);
    const answer = await store.transact(wanted, one.token).catch((error: { code: string }) => error.code);
    expect(answer).toEqual(model.transact(wanted, one.token, nowMs));
    for (const of of tables) expect(await everything(store, of)).toEqual(model.all(of.name));
  }
}

function openSqlite(): Compared {
  let at = START_MS;
  const store = sqliteStore({ file: ':memory:', tables, now: () => at });
  const pass = (nowMs: number) => {
    at = nowMs;
  };
  return { store, pass };
}

/** New tables for each run, and tokens that no other run has. */
async function openDynamo(endpoint: string): Promise<Compared> {
  const store = dynamoAt(endpoint, await createTables(endpoint, tables), tables);
  const run = randomUUID();
  return { store: { ...store, transact: (writes, token) => store.transact(writes, run + token) } };
}

const [dynoxide, dynamoLocal] = [await realPart('dynoxide'), await realPart('dynamoLocal')];

describe.each([
  { name: 'SQLite', open: openSqlite, numRuns: 300 },
  ...(dynoxide ? [{ name: 'dynoxide', open: () => openDynamo(dynoxide), numRuns: 60 }] : []),
  ...(dynamoLocal ? [{ name: 'DynamoDB Local', open: () => openDynamo(dynamoLocal), numRuns: 10 }] : []),
])('a store on $name', ({ open, numRuns }) => {
  it('answers as a simple model does, whatever is asked of it', { timeout: 60_000 }, async () => {
    const follow = async (steps: Step[]) => {
      const opened = await open();
      await compare(opened, steps);
      await opened.store.close();
    };
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), follow), { numRuns });
  });
});

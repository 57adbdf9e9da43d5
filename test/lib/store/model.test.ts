import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sqliteStore } from '../../../lib/store/sqlite.ts';
import {
  type Condition,
  defineTable,
  type Item,
  type Range,
  refOf,
  type Store,
  type Write,
} from '../../../lib/store/store.ts';
import { type StoreModel, storeModel } from './storeModel.ts';

const plain = defineTable({ name: 'plain' });
const listed = defineTable({ name: 'listed', indexes: { byOwner: { partition: 'owner', sort: 'at' } } });
const tables = [plain, listed];

const table = fc.constantFrom(plain, listed);
// Few of everything, so that transactions meet; in the order of UTF-16 and of UTF-8 these keys differ.
const key = fc.record({ pk: fc.constantFrom('a', 'b'), sk: fc.constantFrom('1', '10', '2', 'é', '\uffee', '😀') });
const moment = fc.constantFrom('2026-01', '2026-02', '2026-021', '\uffee', '😀');
const attributes = fc.record(
  {
    n: fc.constantFrom(1, 2, 'two', null),
    open: fc.boolean(),
    owner: fc.constantFrom('ada', 'bob'),
    at: moment,
  },
  { requiredKeys: [] },
);
const few = fc.record({ n: fc.constantFrom(1, 2, '1', null), open: fc.boolean() }, { requiredKeys: [] });
const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.constant({ absent: true } as const),
  few.map((equals) => ({ equals })),
  few.map((unless) => ({ unless })),
);
const amounts = fc.record({ n: fc.integer({ min: -2, max: 2 }) });
const settings = fc.record({ owner: fc.constantFrom('ada', 'bob'), at: moment }, { requiredKeys: [] });

const write: fc.Arbitrary<Write> = fc.tuple(table, key, attributes, condition).chain(([of, keys, fields, when]) => {
  const ref = { table: of, ...keys };
  const item: Item = { ...fields, ...keys };
  return fc.oneof(
    fc.constantFrom<Write>({ op: 'put', table: of, item }, { op: 'put', table: of, item, when }),
    fc.constantFrom<Write>({ op: 'remove', ref }, { op: 'remove', ref, when }, { op: 'check', ref, when }),
    fc.record({ op: fc.constant('add' as const), ref: fc.constant(ref), amounts, set: settings }),
  );
});
const identityOf = (one: Write) => {
  const { table: of, pk, sk } = refOf(one);
  return `${of.name} ${pk} ${sk}`;
};
const writes = fc.uniqueArray(write, { minLength: 1, maxLength: 5, selector: identityOf });
const bounds: fc.Arbitrary<Range> = fc.oneof(
  fc.record({ from: fc.oneof(moment, fc.constant('')), to: moment }, { requiredKeys: [] }),
  fc.record({ prefix: fc.constantFrom('', '2', '2026-02', '\uffee', '1', '\u{10ffff}') }),
);

type Step =
  | { kind: 'transact'; writes: Write[]; token: string; again: boolean; minutes: number }
  | { kind: 'query'; by: 'key' | 'owner'; of: string; range: Range; limit: number; descending: boolean };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('transact' as const),
      writes,
      token: fc.constantFrom('one', 'two', 'three', 'four', 'five'),
      again: fc.boolean(),
      minutes: fc.constantFrom(0, 0, 1, 6, 11),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('query' as const),
      by: fc.constantFrom('key', 'owner'),
      of: fc.constantFrom('a', 'b', 'ada', 'bob'),
      range: bounds,
      limit: fc.integer({ min: 1, max: 4 }),
      descending: fc.boolean(),
    }),
  },
);

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

async function compare(store: Store, model: StoreModel, steps: Step[], clock: { nowMs: number }): Promise<void> {
  const sent = new Map<string, Write[]>();
  for (const one of steps) {
    if (one.kind === 'query') {
      const by = one.by === 'key' ? { partition: 'pk', sort: 'sk' } : { partition: 'owner', sort: 'at' };
      const expected = model.query('listed', by, one.of, { ...one.range, descending: one.descending });
      expect(await allPages(store, one)).toEqual(expected);
      continue;
    }
    clock.nowMs += one.minutes * 60_000;
    const wanted = (one.again && sent.get(one.token)) || one.writes;
    sent.set(one.token, wanted);
    const answer = await store.transact(wanted, one.token).catch((error: { code: string }) => error.code);
    expect(answer).toEqual(model.transact(wanted, one.token, clock.nowMs));
    for (const of of tables) expect(await everything(store, of)).toEqual(model.all(of.name));
  }
}

it('answers as a simple model does, whatever the transactions', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
      const clock = { nowMs: 1_800_000_123_456 };
      const store = sqliteStore({ file: ':memory:', tables, now: () => clock.nowMs });
      await compare(store, storeModel(), steps, clock);
      await store.close();
    }),
    { numRuns: 300 },
  );
}, 60_000);

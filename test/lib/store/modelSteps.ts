/** Random transactions and queries on few keys, so that they meet. */
import fc from 'fast-check';
import { refOf } from '../../../lib/store/refs.ts';
import {
  type Condition,
  change,
  defineTable,
  type Item,
  putIfAbsent,
  type Range,
  remove,
  type SingleWrite,
  type Write,
} from '../../../lib/store/store.ts';

export const plain = defineTable({ name: 'plain' });
export const listed = defineTable({ name: 'listed', indexes: { byOwner: { partition: 'owner', sort: 'at' } } });
export const tables = [plain, listed];

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

const exact = fc.record({ n: fc.constantFrom(1, 2, '1'), open: fc.boolean() }, { requiredKeys: [] });
const single: fc.Arbitrary<SingleWrite> = fc
  .tuple(table, key, attributes, exact)
  .chain(([of, keys, fields, equals]): fc.Arbitrary<SingleWrite> => {
    const ref = { table: of, ...keys };
    const { open: _, ...set } = fields;
    return fc.constantFrom<SingleWrite>(
      putIfAbsent(of, { ...fields, ...keys }),
      change(ref, { equals }, set, 'open'),
      change(ref, { equals }, { ...set, open: true }),
      remove(ref),
      remove(ref, { equals }),
    );
  });

const write: fc.Arbitrary<Write> = fc.tuple(table, key, attributes, condition).chain(([of, keys, fields, when]) => {
  const ref = { table: of, ...keys };
  const item: Item = { ...fields, ...keys };
  return fc.oneof(
    fc.constantFrom<Write>({ op: 'put', table: of, item }, { op: 'put', table: of, item, when }),
    fc.constantFrom<Write>({ op: 'remove', ref }, { op: 'remove', ref, when }, { op: 'check', ref, when }),
    fc.record({ op: fc.constant('add' as const), ref: fc.constant(ref), amounts, set: settings }),
    single.filter(({ op }) => op === 'change'),
  );
});
const identityOf = (one: Write) => {
  const { table: of, pk, sk } = refOf(one);
  return `${of.name} ${pk} ${sk}`;
};
const writes = fc.uniqueArray(write, { minLength: 1, maxLength: 5, selector: identityOf });
const singles = fc.uniqueArray(single, { minLength: 1, maxLength: 5, selector: identityOf });
const bounds: fc.Arbitrary<Range> = fc.oneof(
  fc.record({ from: fc.oneof(moment, fc.constant('')), to: moment }, { requiredKeys: [] }),
  fc.record({ prefix: fc.constantFrom('', '2', '2026-02', '\uffee', '1', '\u{10ffff}') }),
);

export type Step =
  | { kind: 'transact'; writes: Write[]; token: string; again: boolean; minutes: number }
  | { kind: 'each'; writes: SingleWrite[] }
  | { kind: 'query'; by: 'key' | 'owner'; of: string; range: Range; limit: number; descending: boolean };

export const step: fc.Arbitrary<Step> = fc.oneof(
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
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('each' as const), writes: singles }) },
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

/** Random transactions and queries on few keys, so that they meet. */
import fc from 'fast-check';
import type { Condition, Range, Write } from '../../../lib/store/store.ts';
import { things } from '../../contracts/store/given.ts';

export type Step =
  | { kind: 'transact'; writes: Write[] }
  /** The last transaction that was done, under its token once more. */
  | { kind: 'repeat' }
  | { kind: 'query'; partition: string; range: Range };

const partitions = fc.constantFrom('a', 'b');
const sortKeys = fc.constantFrom('1', '11', '2', '3');
const status = fc.constantFrom('open', 'shut', null, 7);
const count = fc.constantFrom(0, 1, -3, 'three');
const fields = fc.record({ status, count }, { requiredKeys: [] });
const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.constant({ absent: true as const }),
  fields.map((equals) => ({ equals })),
  fields.map((unless) => ({ unless })),
);
const when = fc.option(condition, { nil: undefined }).map((given) => given && { when: given });
const places = fc.record({ table: fc.constant(things), pk: partitions, sk: sortKeys });
const write: fc.Arbitrary<Write> = fc.oneof(
  fc.tuple(places, fields, when).map(([{ table, pk, sk }, attributes, conditional]): Write => {
    return { op: 'put', table, item: { ...attributes, pk, sk }, ...conditional };
  }),
  fc.tuple(places, fc.integer({ min: -5, max: 5 }), status).map(([ref, amount, set]): Write => {
    return { op: 'add', ref, amounts: { count: amount }, set: { status: set } };
  }),
  fc.tuple(places, when).map(([ref, conditional]): Write => ({ op: 'remove', ref, ...conditional })),
  fc.tuple(places, condition).map(([ref, needed]): Write => ({ op: 'check', ref, when: needed })),
);
const writes = fc.uniqueArray(write, { minLength: 1, maxLength: 6, selector: placeOf });
const bound = fc.option(fc.constantFrom('1', '11', '12', '2', '3'), { nil: undefined });
const range: fc.Arbitrary<Range> = fc.oneof(
  fc.record({
    prefix: fc.constantFrom('1', '2', '11'),
    descending: fc.boolean(),
    limit: fc.integer({ min: 1, max: 3 }),
  }),
  fc
    .record({ from: bound, to: bound, descending: fc.boolean(), limit: fc.integer({ min: 1, max: 3 }) })
    .map(({ from, to, ...rest }) => ({ ...rest, ...(from && { from }), ...(to && { to }) })),
);
export const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: writes.map((some): Step => ({ kind: 'transact', writes: some })) },
    { weight: 1, arbitrary: fc.constant<Step>({ kind: 'repeat' }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('query' as const), partition: partitions, range }) },
  ),
  { maxLength: 25 },
);

function placeOf(one: Write): string {
  const { pk, sk } = one.op === 'put' ? one.item : one.ref;
  return `${pk} ${sk}`;
}

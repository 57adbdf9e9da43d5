// Nothing that a function may write is forgotten when somebody's data is erased: each table is in the registry, or here.
import { expect, it } from 'vitest';
import { declaredFunctions } from '../../deploy/declaredFunctions.ts';
import { personalRefs } from '../../domain/personalData/erasure.ts';
import { sealedLists } from '../../domain/personalData/sealedLists.ts';
import { audit } from '../../lib/audit/audit.ts';
import { tablesOf } from '../../lib/connect/connect.ts';

/** Holds nothing of a person in the clear, because … */
const impersonal: Record<string, string> = {
  // the engine's
  marks: 'an event’s id, a fingerprint and, of a claim, a digest of the address',
  progress: 'topics, partitions and offsets',
  outbox:
    'records on their way to Kafka, gone once sent; a parked row waits for an operator, who sees it in ops outbox list and sends or discards it',
  due: 'records on their way to a function of ours, at a time 30 days ahead at most, and gone once worked off; a parked row waits for an operator, who sees it in ops due list and retries or discards it',
  attempts: 'a count under a digest of account or address, until the window ends',
  idempotencyKeys: 'digests, and an answer that only who repeats the same request can open; 24 hours',
  audit: 'what operators did: ids and codes',
  // users
  takenNames: 'a user’s id under a digest of the name; removed together with the user',
  countedUsers: 'an id, and the day on which it was counted',
  counters: 'sums by day',
  // dead letters
  deadLetters:
    'where a record failed and why, redacted; its key only where that is an id; the bytes are in the object store, for 30 days',
  // risk
  alertCases: 'ids, scores and codes of rules',
  currentCases: 'ids, scores and codes of rules',
  // money
  payments: 'the business of merchants: ids and amounts; what a merchant writes into metadata is the merchant’s',
  seenCallbacks: 'digests of messages, and what was answered to them, sealed, for 15 minutes',
  journals: 'ids and amounts',
  entries: 'ids and amounts',
  balances: 'sums by account',
  paymentFacts: 'ids and amounts',
  orderFacts: 'ids and amounts',
  sagas: 'ids, amounts, and codes of what was heard',
  orderHolds: 'a sum, under the id of an order',
  refunds: 'ids and amounts; the reason is the merchant’s, like the metadata of a payment',
  settlements: 'a merchant’s id and amounts',
  reservations: 'a merchant’s id and amounts',
  payouts: 'a merchant’s id and amounts',
};

/** Tables of the engine, for kinds of functions that the project may have none of. */
const engines: Record<string, string> = {
  health: 'no item is ever in it',
  jobs: 'names of items by which a job goes on, and why it failed at some, redacted',
  watermarks: 'offsets',
};

const functions = await declaredFunctions('.');
const declared = new Set([audit, ...functions.flatMap(({ config }) => tablesOf(config))].map(({ name }) => name));
const registered = [...Object.values(personalRefs('7')), ...sealedLists].map(({ table }) => table.name);

it.each([...declared])('the table %s is erased and exported, or holds nothing of a person', (name) => {
  const isErased = registered.includes(name);
  const why = isErased
    ? 'is in the registry, and here'
    : 'holds something of a person and belongs into domain/personalData/erasure.ts or sealedLists.ts, or nothing: then say why in test/domain/personalData.test.ts';
  expect(isErased !== Object.hasOwn({ ...impersonal, ...engines }, name), `${name} ${why}`).toBe(true);
});

it('nothing is listed that no function has', () => {
  expect([...registered, ...Object.keys(impersonal)].filter((name) => !declared.has(name))).toEqual([]);
});

it('the consumer that erases may touch all that is registered', () => {
  const config = functions.find(({ config: { name } }) => name === 'cleanUpDeletedUser')?.config;
  const items = Object.values(personalRefs('7')).map(({ table }) => table.name);
  expect(config && tablesOf(config).map(({ name }) => name)).toEqual(expect.arrayContaining(items));
});

it('goes by the name of the table', () => {
  expect(Object.entries(personalRefs('7')).filter(([name, { table }]) => name !== table.name)).toEqual([]);
});

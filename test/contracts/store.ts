/** The contract of every store, on SQLite or DynamoDB: one suite, run by the test of each adapter. */
import { afterAll, beforeAll, describe } from 'vitest';
import { addingContract } from './store/adding.ts';
import { aloneContract } from './store/alone.ts';
import { aloneLimitsContract } from './store/aloneLimits.ts';
import { changingContract } from './store/changing.ts';
import { conditionsContract } from './store/conditions.ts';
import { givenStore, type StoreUnderTest } from './store/given.ts';
import { indexesContract } from './store/indexes.ts';
import { limitsContract } from './store/limits.ts';
import { newestContract } from './store/newest.ts';
import { pagingContract } from './store/paging.ts';
import { queryingContract } from './store/querying.ts';
import { racingContract } from './store/racing.ts';
import { readingContract } from './store/reading.ts';
import { refusedContract } from './store/refused.ts';
import { tokensContract } from './store/tokens.ts';
import { tombstonesContract } from './store/tombstones.ts';
import { valuesContract } from './store/values.ts';

/** `open` is called once, for a store with the tables of `store/given.ts`; each case takes keys of its own. */
export function storeContract(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`${name} store`, () => {
    const given = givenStore(open);
    beforeAll(given.start, 60_000);
    afterAll(given.end);

    describe('conditions', () => conditionsContract(given));
    describe('adds', () => addingContract(given));
    describe('changes', () => changingContract(given));
    describe('a write alone', () => aloneContract(given));
    describe('limits of writes alone', () => aloneLimitsContract(given));
    describe('tokens', () => tokensContract(given));
    describe('limits', () => limitsContract(given));
    describe('what is refused', () => refusedContract(given));
    describe('values', () => valuesContract(given));
    describe('reads', () => readingContract(given));
    describe('queries', () => queryingContract(given));
    describe('pages', () => pagingContract(given));
    describe('pages of several partitions', () => newestContract(given));
    describe('indexes', () => indexesContract(given));
    describe('tombstones', () => tombstonesContract(given));
    describe('races', () => racingContract(given));
  });
}

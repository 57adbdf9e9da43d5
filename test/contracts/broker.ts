/** The contract of every broker of the local stack, embedded or Apache Kafka: one suite, run by the test of each adapter. */
import { afterAll, beforeAll, describe } from 'vitest';
import { type BrokerUnderTest, givenBroker } from './broker/given.ts';
import { groupsContract } from './broker/groups.ts';
import { publishingContract } from './broker/publishing.ts';
import { readingContract } from './broker/reading.ts';
import { retentionContract } from './broker/retention.ts';
import { topicsContract } from './broker/topics.ts';

/** `open` is called once: starting a Kafka takes seconds, so each case takes topics and groups of its own instead. */
export function brokerContract(name: string, open: () => Promise<BrokerUnderTest>): void {
  describe(`${name} broker`, () => {
    const given = givenBroker(open);
    beforeAll(given.start);
    afterAll(given.end);

    describe('topics', () => topicsContract(given));
    describe('publishing', () => publishingContract(given));
    describe('reading', () => readingContract(given));
    describe('consumer groups', () => groupsContract(given));
    describe('retention', () => retentionContract(given));
  });
}

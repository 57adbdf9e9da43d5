import { expect, it } from 'vitest';
import { declaredFunctions, type FunctionConfig } from '../../deploy/declaredFunctions.ts';
import { topics } from '../../events/allTopics.ts';
import { jobConfig } from '../../lib/declare/jobConfig.ts';
import { every } from '../../lib/declare/schedule.ts';
import { buy } from '../deploy/shop.ts';
import { countOrders, mailReceipts } from '../fixtures/orders.ts';
import { findUnfitSettings } from './configuration.ts';

const job = jobConfig({ name: 'tidyUp', schedule: every(1), uses: [], timeoutSeconds: 58 });

function foundIn(config: FunctionConfig): string[] {
  return findUnfitSettings([{ config, folder: 'functions/x' }], []).map(
    ({ expected, came }) => `${expected}, came ${came}`,
  );
}

it.each<[string, FunctionConfig, RegExp]>([
  [
    'a consumer that may run too long',
    { ...countOrders, timeoutSeconds: 841 },
    /^timeoutSeconds of 840 at most.*came 841$/,
  ],
  [
    'a batch of effects that does not end in time',
    { ...mailReceipts, batchSize: 100, concurrency: 4, timeoutSeconds: 60 },
    /^batchSize and concurrency .*25 rounds of 5 s, came 125 s of 60 s$/,
  ],
  ['a batch that Lambda refuses', { ...countOrders, batchSize: 10_001 }, /^batchSize of 10000 at most/],
  ['a window longer than freshness', { ...countOrders, windowSeconds: 31 }, /^windowSeconds of 30 at most/],
  ['an HTTP function slower than its API', { ...buy, timeoutSeconds: 30 }, /^timeoutSeconds of 29 at most/],
  [
    'a job that meets itself',
    { ...job, timeoutSeconds: 60 },
    /^timeoutSeconds shorter than the schedule.*came 60 s, 1 min$/,
  ],
  ['memory that Lambda has not', { ...job, memoryMb: 64 }, /^memoryMb from 128 to 10240/],
])('finds %s', (_, config, expected) => {
  expect(foundIn(config)).toEqual([expect.stringMatching(expected)]);
});

it('finds a dead letter topic that nobody makes, and one whose letters go before their records', () => {
  const [topic] = topics.filter(({ deadLetterTopic }) => deadLetterTopic !== null);
  const letters = topics.find(({ name }) => name === topic?.deadLetterTopic);
  if (!topic || !letters) throw new Error('expected a topic with dead letters');
  expect(findUnfitSettings([], [topic])).toEqual([expect.objectContaining({ came: letters.name })]);
  const short = { ...letters, retentionDays: 3 };
  const found = findUnfitSettings([], [{ ...topic, retentionDays: 7 }, short]);
  expect(found).toEqual([expect.objectContaining({ came: `${letters.name} with 3` })]);
});

it('finds nothing in this project', async () => {
  expect(findUnfitSettings(await declaredFunctions('.'), topics)).toEqual([]);
});

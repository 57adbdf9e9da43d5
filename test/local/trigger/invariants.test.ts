// Invariants that hold whatever functions answer: https://docs.aws.amazon.com/lambda/latest/dg/with-msk-configure.html,
// "Lambda reads messages sequentially for each Kafka topic partition", and commits what it has processed.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { KafkaRecord } from '../../../lib/kafka/record.ts';
import { add, openBatch, passOver } from '../../../local/trigger/batch.ts';
import { decide, type Work } from '../../../local/trigger/decide.ts';
import { openProgress } from '../../../local/trigger/progress.ts';
import { mapping, provisioned } from './givenTrigger.ts';

type Records = readonly KafkaRecord[];

const place = { topic: 'orders', timestamp: 0, key: null, value: null, headers: [] };
const places = (records: Records) => records.map(({ partition, offset }) => `${partition}@${offset}`);

/** Records of each partition: some that a filter takes, and some that it does not. */
const read = fc.array(fc.array(fc.boolean(), { maxLength: 6 }), { minLength: 1, maxLength: 3 });
const answers = fc.infiniteStream(
  fc.oneof(
    fc.constant({ kind: 'done' as const }),
    fc.constant({ kind: 'failed' as const }),
    fc.constant({ kind: 'throttled' as const }),
    fc.record({ kind: fc.constant('partial' as const), bits: fc.nat() }),
  ),
);
const rules = fc.record({
  MaximumRetryAttempts: fc.integer({ min: 0, max: 4 }),
  BisectBatchOnFunctionError: fc.boolean(),
  partialRetry: fc.constantFrom('listed-only' as const, 'from-lowest-offset' as const),
  bisectCountsAttempts: fc.boolean(),
});

function batchOf(partitions: boolean[][]) {
  const batch = openBatch(0);
  for (const [partition, wanted] of partitions.entries()) {
    for (const [offset, isWanted] of wanted.entries()) {
      if (isWanted) add(batch, { ...place, partition, offset }, 1_000);
      else passOver(batch, { ...place, partition, offset });
    }
  }
  return batch;
}

function answerTo(
  { records }: Work,
  drawn: { kind: 'done' | 'failed' | 'throttled' } | { kind: 'partial'; bits: number },
) {
  if (drawn.kind === 'done') return { kind: 'done' as const };
  if (drawn.kind !== 'partial') return { kind: drawn.kind, error: new Error('no') };
  const failed = records.filter((_, at) => (drawn.bits >> (at % 30)) & 1);
  return failed.length === 0 ? { kind: 'done' as const } : { kind: 'partial' as const, failed };
}

it('resolves each record once, commits none before it is resolved, and tries a partition in order', () => {
  fc.assert(
    fc.property(read, answers, rules, (partitions, drawn, { partialRetry, bisectCountsAttempts, ...parameters }) => {
      const settings = mapping({ ...provisioned, ...parameters }, { knobs: { partialRetry, bisectCountsAttempts } });
      const batch = batchOf(partitions);
      const progress = openProgress(batch);
      const resolved: string[] = [];
      let left: Work[] = batch.records.length > 0 ? [{ records: batch.records, failures: 0, invocations: 0 }] : [];
      for (let [work, ...rest] = left; work; [work, ...rest] = left) {
        const [first] = drawn.take(1);
        const decision = decide(work, answerTo(work, first ?? { kind: 'done' }), settings);
        const settled = [...decision.resolved, ...decision.discarded];
        const again = decision.again.flatMap(({ records }) => places(records));
        // Nothing vanishes, and nothing is there twice.
        expect([...places(settled), ...again].sort()).toEqual(places(work.records).sort());
        resolved.push(...places(settled));
        progress.resolve(settled);
        left = [...decision.again, ...rest];
        const waiting = left.flatMap(({ records }) => records);
        for (const { partition, offset } of progress.positions()) {
          const unresolved = waiting.filter((record) => record.partition === partition).map((record) => record.offset);
          expect(offset).toBe(unresolved.length > 0 ? Math.min(...unresolved) : partitions[partition]?.length);
          expect(unresolved).toEqual([...unresolved].sort((a, b) => a - b));
        }
      }
      expect(resolved.sort()).toEqual(places(batch.records).sort());
      const events = progress.due().events;
      expect(events).toBe(partitions.flat().length);
    }),
  );
});

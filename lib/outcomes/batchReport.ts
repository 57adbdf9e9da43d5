/** One line a batch: how many of its records became what, how long it took, and why records go back. */
import type { BatchAtHand, Engine } from '../connect/engine.ts';
import { type KafkaRecord, placeOf } from '../kafka/record.ts';
import type { Outcome } from '../observability/signals.ts';

/** The engine of one batch: what is reported with it is counted. */
export function engineOfBatch(
  engine: Engine,
  id: string,
  records: readonly KafkaRecord[],
  lanes: BatchAtHand['lanes'],
): Engine & { batch: BatchAtHand } {
  const [first] = records;
  const startedMs = performance.now();
  return { ...engine, batch: { id, size: records.length, lanes, counts: {}, first, startedMs } };
}

/** A record that is run again singly, after a crash, counts again. */
export function count(outcome: Outcome, { batch }: Engine): void {
  if (batch) batch.counts[outcome] = (batch.counts[outcome] ?? 0) + 1;
}

/** A batch of which nothing is left to tell is told at debug: not this function's business, or a dead letter that was told. */
export function reportBatch({ batch, log, standing }: Engine, handedBack: readonly KafkaRecord[]): void {
  if (!batch) return;
  const { size, counts, first, startedMs } = batch;
  const fields = {
    ...(first && { first: placeOf(first) }),
    records: size,
    ...counts,
    durationMs: Math.round((performance.now() - startedMs) * 100) / 100,
    ...(handedBack.length > 0 && { error: standing.whyOf(handedBack[0]) }),
  };
  const { ignored = 0, 'dead-letter': letters = 0 } = counts;
  if (ignored + letters >= size) log.debug('batch.settled', fields);
  else log.info('batch.settled', fields);
}

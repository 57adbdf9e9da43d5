/** Runs one function on its events, and tells what came of it in the contract's own shape. */
import { randomUUID } from 'node:crypto';
import { toFault } from '../../lib/errors/fault.ts';
import { placeOf } from '../../lib/kafka/record.ts';
import { fromMskEvent, isMskEvent } from '../../lib/msk/mskEvent.ts';
import type { RecordReport } from '../../lib/observability/signals.ts';
import type { LocalFunction } from '../functions.ts';
import { invoke } from '../invoke.ts';
import { type Effects, type Watched, watch } from './watch.ts';

type Circumstances = 'batch' | 'lane' | 'eventAgeMs' | 'pausesMs' | 'producer';

/** The contract's fields: who listens inside the process hears more. */
export type RecordResult = Omit<RecordReport, 'function' | Circumstances>;

export interface Replayed {
  function: string;
  /** null where the function threw; an array when there were several invocations. */
  response: unknown;
  records: RecordResult[];
  effects: Effects;
}

/** Tells a consumer that no mapping calls: nobody repeats the event, so it writes no progress rows. */
const asReplay = { custom: { replay: 'true' } };

/** `failures` are the messages of what was thrown. */
export async function replay(
  fn: LocalFunction,
  events: readonly unknown[],
  watched: Watched,
): Promise<{ replayed: Replayed; failures: string[] }> {
  const responses: unknown[] = [];
  const failures: string[] = [];
  const { reports, effects } = await watch(fn.config.name, watched, async () => {
    for (const event of events) {
      try {
        responses.push(await invoke(fn, event, randomUUID(), asReplay));
      } catch (error) {
        responses.push(null);
        failures.push(toFault(error).message);
      }
    }
  });
  const unclaimed = [...reports];
  const records = events.flatMap((event) => resultsOf(event, unclaimed));
  const response = responses.length === 1 ? responses[0] : responses;
  return { replayed: { function: fn.config.name, response, records, effects }, failures };
}

/** The contract's exit status: 4 handed back, or failed in a job; 3 dead-lettered; 5 nothing was run, for all was dead-lettered before. */
export function exitStatusOf({ records, response }: Replayed, failures: readonly string[]): number {
  const outcomes = new Set(records.map(({ outcome }) => outcome));
  if (failures.length > 0 || outcomes.has('handed-back') || isServerError(response) || hasFailedItems(response))
    return 4;
  if (outcomes.has('dead-letter')) return 3;
  return records.length > 0 && records.every(({ failedAt }) => failedAt !== undefined) ? 5 : 0;
}

const UNTOLD = 'the function ended before it came to this record';

/**
 * In the order the function gets them. Each report is one record's, also where a file gives two the same place; a record
 * that the function never came to, for it threw before, goes back untouched.
 */
function resultsOf(event: unknown, unclaimed: RecordReport[]): RecordResult[] {
  if (!isMskEvent(event)) return [];
  return fromMskEvent(event).map((record) => {
    const place = unclaimed.findIndex((candidate) => placeOf(candidate) === placeOf(record));
    const [report] = place < 0 ? [] : unclaimed.splice(place, 1);
    if (report) return resultOf(report);
    const { topic, partition, offset } = record;
    const key = record.key && Buffer.from(record.key).toString('utf8');
    const untouched = {
      eventId: null,
      type: null,
      outcome: 'handed-back',
      attempts: 0,
      durationMs: 0,
      reason: UNTOLD,
    } as const;
    return { topic, partition, offset, key, ...untouched };
  });
}

function resultOf(report: RecordReport): RecordResult {
  const { function: _, batch: _b, lane: _l, eventAgeMs: _a, pausesMs: _p, producer: _s, ...result } = report;
  const { topic, partition, offset, key, ...rest } = result;
  return { topic, partition, offset, key, ...rest };
}

/** A job counts the items that it failed at: they are found again, as handed-back records come again. */
function hasFailedItems(response: unknown): boolean {
  return typeof response === 'object' && response !== null && 'failed' in response && Number(response.failed) > 0;
}

function isServerError(response: unknown): boolean {
  if (typeof response !== 'object' || response === null || !('statusCode' in response)) return false;
  return Number(response.statusCode) >= 500;
}

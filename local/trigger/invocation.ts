/** One invocation of the function, and its answer as Lambda reads it. */
import { placeOf } from '../../lib/kafka/record.ts';
import { toMskEvent } from '../../lib/msk/mskEvent.ts';
import { type Answer, isThrottle, readItemFailures } from './answer.ts';
import { AnswerLost } from './chaosDelivery.ts';
import type { Work } from './decide.ts';
import type { BatchContext } from './discard.ts';

const OK = 'OK';
const FAILED = 'PROBLEM: Function call failed';

/** Tells and counts what came of it; never throws. */
export async function invokeFunction(
  { records, invocations }: Work,
  requestId: string,
  context: BatchContext,
): Promise<Answer> {
  const { settings, surroundings, counters } = context;
  const answer = await invoke(records, requestId, context);
  const failed = answer.kind === 'partial' ? answer.failed.length : records.length;
  counters.add('InvokedEventCount', records.length);
  context.tell(answer.kind === 'done' ? OK : FAILED);
  if (answer.kind === 'done') return answer;
  counters.add('FailedInvokeEventCount', failed);
  const error = 'error' in answer ? answer.error : undefined;
  const level = error === undefined ? 'info' : (surroundings.levelOf?.(error) ?? 'warn');
  surroundings.log[level](lineOf(answer, level), {
    function: settings.function,
    first: records[0] && placeOf(records[0]),
    records: records.length,
    answer: answer.kind,
    attempts: invocations,
    ...(answer.kind === 'partial' && { failed }),
    ...(error !== undefined && { error: error instanceof Error ? error.message : String(error) }),
  });
  return answer;
}

/** Records that the function hands back wait for something: that is no failure of the batch. */
function lineOf({ kind }: Answer, level: 'debug' | 'info' | 'warn'): string {
  if (kind === 'lost') return 'batch.lost';
  return level === 'warn' ? 'batch.failed' : 'batch.comes-again';
}

async function invoke(records: Work['records'], requestId: string, context: BatchContext): Promise<Answer> {
  const { settings, surroundings } = context;
  const event = toMskEvent(records, surroundings.source);
  try {
    const response = await within(settings.timeoutMs, surroundings.invoke(settings.function, event, requestId));
    return settings.readsItemFailures ? readItemFailures(response, records) : { kind: 'done' };
  } catch (error) {
    if (error instanceof AnswerLost) return { kind: 'lost' };
    return { kind: isThrottle(error) ? 'throttled' : 'failed', error };
  }
}

/** An invocation can't be stopped from here, and may go on beside its retry. */
async function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Task timed out after ${(limitMs / 1000).toFixed(2)} seconds`)), limitMs);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

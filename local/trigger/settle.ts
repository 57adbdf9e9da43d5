/** A batch from its first invocation to its last commit. */
import { randomUUID } from 'node:crypto';
import type { KafkaRecord } from '../../lib/kafka/record.ts';
import type { Batch } from './batch.ts';
import { decide, type Work } from './decide.ts';
import { type BatchContext, discard, splitByAge } from './discard.ts';
import { invokeFunction } from './invocation.ts';
import { pauseMs, sleep } from './pause.ts';
import { openProgress, type Progress } from './progress.ts';

/**
 * Answers how far the batch came; never throws. What is not committed then comes again: at the next start after a stop,
 * and at once after a lost answer. A crash of this process has the same effect: at least once.
 */
export async function settle(batch: Batch, context: BatchContext): Promise<Progress> {
  const progress = openProgress(batch);
  let left: Work[] = [{ records: batch.records, failures: 0, invocations: 0 }];
  if (batch.isOversized) {
    await discardOversized(batch, context);
    progress.resolve(batch.records);
    left = [];
  }
  await commit(progress, context);
  for (let [work, ...rest] = left; work && !context.stopping.aborted; [work, ...rest] = left) {
    const again = await attempt(work, progress, context);
    if (again === 'lost') break;
    left = [...again, ...rest];
  }
  return progress;
}

/** One invocation and what follows from it; answers what is to be tried again, after the pause that is due. */
async function attempt(given: Work, progress: Progress, context: BatchContext): Promise<Work[] | 'lost'> {
  const { settings, stopping } = context;
  const records = await withoutExpired(given, progress, context);
  if (records.length === 0) return [];
  const requestId = randomUUID();
  const work = { ...given, records, requestId, invocations: given.invocations + 1 };
  const answer = await invokeFunction(work, requestId, context);
  if (answer.kind === 'lost') return 'lost';
  const decision = decide(work, answer, settings);
  if (decision.discarded.length > 0) {
    const story = { requestId, invocations: work.invocations, isFunctionError: answer.kind === 'failed' };
    await discard({ ...story, records: decision.discarded, condition: 'RetryAttemptsExhausted' }, context);
  }
  await settleSome([...decision.resolved, ...decision.discarded], progress, context);
  if (decision.again.length > 0) await sleep(settings.knobs.retryPause(work.invocations), stopping);
  return decision.again;
}

async function withoutExpired(work: Work, progress: Progress, context: BatchContext): Promise<KafkaRecord[]> {
  const { maximumAgeMs, knobs } = context.settings;
  const { expired, fresh } = splitByAge(work.records, maximumAgeMs, context.surroundings.now());
  if (expired.length === 0) return fresh;
  const { invocations, requestId = randomUUID() } = work;
  const condition = knobs.expiredCondition;
  await discard({ invocations, requestId, isFunctionError: true, records: expired, condition }, context);
  await settleSome(expired, progress, context);
  return fresh;
}

async function settleSome(records: readonly KafkaRecord[], progress: Progress, context: BatchContext): Promise<void> {
  progress.resolve(records);
  await commit(progress, context);
}

async function discardOversized({ records }: Batch, context: BatchContext): Promise<void> {
  const story = { invocations: 0, requestId: randomUUID(), isFunctionError: false };
  await discard({ ...story, records, condition: 'MaximumPayloadSizeExceeded' }, context);
}

/** Asks until the broker takes it: the function was invoked, and only the broker is to blame. Gives up when it is time to stop. */
async function commit(progress: Progress, { settings, surroundings, counters, stopping }: BatchContext): Promise<void> {
  const { offsets, events } = progress.due();
  if (offsets.length === 0) return;
  for (let attempts = 1; ; attempts += 1) {
    try {
      await surroundings.broker.commit(settings.group, settings.topic, offsets);
      progress.committed();
      counters.add('CommittedEventCount', events);
      return;
    } catch (error) {
      surroundings.log.warn('commit.failed', {
        group: settings.group,
        topic: settings.topic,
        attempts,
        error: String(error),
      });
    }
    await sleep(pauseMs(attempts), stopping);
    if (stopping.aborted) return;
  }
}

/** Writes what was decided: commits of one write each in bulk, others in transactions; then sends what follows from them. */
import { type CarriedOut, carryOutPlan, type Plan, planOf } from '../commit/carryOut.ts';
import type { Commit } from '../commit/commit.ts';
import { type Engine, outletOf } from '../connect/engine.ts';
import { headerText } from '../kafka/record.ts';
import { continueTrace } from '../observability/trace.ts';
import { drainSoon } from '../outbox/drain.ts';
import type { Ref } from '../store/store.ts';
import type { Mark } from './marks.ts';
import type { Message } from './message.ts';
import { compareEffect, completionMark, recogniseRepeat } from './repeats.ts';
import { type Answer, handled, type Result } from './result.ts';

/** A message that is to be written down. */
export interface Decided {
  message: Message;
  own: Ref<Mark>;
  commit: Commit;
}

/** Where answers are gathered; a fault is the answer of the message that met it. */
export interface Answers {
  answers: Map<Message, Answer>;
  fail(message: Message, error: unknown): void;
}

interface Planned extends Decided {
  plan: Plan;
}

/** Messages without an answer afterwards were overtaken by another writer. */
export async function commitAll(
  decided: readonly Decided[],
  { answers, fail }: Answers,
  engine: Engine,
): Promise<void> {
  const streams: string[] = [];
  const settle = (planned: Planned, done: CarriedOut) => {
    const answer = answerOf(planned, done);
    if (answer) answers.set(planned.message, answer);
    if (answer === handled) streams.push(...done.streams);
  };
  await Promise.all(
    planAll(decided, fail, engine).map(async (planned) => {
      try {
        settle(planned, await carryOutPlan(planned.plan, engine.connections));
      } catch (error) {
        fail(planned.message, error);
      }
    }),
  );
  if (streams.length > 0) await drainSoon(streams, outletOf(engine), engine.settings.PUBLISH_LIMIT_MS);
}

function planAll(decided: readonly Decided[], fail: Answers['fail'], engine: Engine): Planned[] {
  const nowMs = engine.now();
  const planned: Planned[] = [];
  for (const one of decided) {
    const { message, own, commit } = one;
    try {
      const mark = commit.once ? undefined : completionMark(own, message, nowMs);
      const planning = { trace: () => traceOf(message), nowMs, newId: engine.newId };
      planned.push({ ...one, plan: planOf(commit, mark, planning) });
    } catch (error) {
      fail(message, error);
    }
  }
  return planned;
}

/** undefined: it was overtaken. Faults ID_REUSED, FACT_CONFLICT. */
function answerOf({ message, commit }: Planned, { failures }: CarriedOut): Result | undefined {
  if (failures.length === 0) return handled;
  // A conflict with another transaction in flight says nothing of what is there: it is decided anew.
  const repeat = failures.find(({ of, reason }) => of === 'once' && reason === 'condition');
  if (!repeat) return undefined;
  return commit.once === undefined
    ? recogniseRepeat(repeat.found as Mark, message)
    : compareEffect(commit, repeat.found);
}

function traceOf({ event, record }: Message) {
  return continueTrace(headerText(record.headers, 'traceparent'), event.traceId);
}

/** Writes what was decided: commits of one write each in bulk, others in transactions; then sends what follows from them. */
import { type CarriedOut, carryOutPlan, type Plan, planOf } from '../commit/carryOut.ts';
import type { Commit } from '../commit/commit.ts';
import type { Obstacles } from '../commit/obstacles.ts';
import { drainConnectionsOf, type Engine } from '../connect/engine.ts';
import type { WorkedOff } from '../due/dueRow.ts';
import { toFault } from '../errors/fault.ts';
import { drainSoon } from '../outbox/drainSoon.ts';
import type { StoredRow } from '../outbox/outbox.ts';
import { type Answer, duplicate, handled, type Result } from '../outcomes/result.ts';
import type { Message } from '../reading/message.ts';
import { traceOf } from '../reading/traceOf.ts';
import { chunksOf } from '../store/chunks.ts';
import { MAX_WRITES } from '../store/limits.ts';
import type { Mark } from '../tables/marks.ts';
import { compareEffect, completionMark, type Handled, recogniseRepeat } from './repeats.ts';

/** A message that is to be written down. */
export interface Decided extends Handled {
  /** Its place among the messages. */
  at: number;
  commit: Commit;
}

/** Where answers go; a fault is the answer of the message that met it. */
export interface Answers {
  give(at: number, answer: Answer): void;
  fail(at: number, error: unknown): void;
  /** Written with each commit. A condition of theirs that fails says that the message was settled before. */
  also: readonly WorkedOff[];
  /** Where it is told what stood in the way of messages that get no answer. */
  obstacles?: Obstacles;
}

interface Planned extends Decided {
  plan: Plan;
}

/** Nothing but the mark that it is done. */
interface Marked {
  decided: Decided;
  mark: ReturnType<typeof completionMark>;
}

/** Messages without an answer afterwards were overtaken by another writer. */
export async function commitAll(decided: readonly Decided[], answers: Answers, engine: Engine): Promise<void> {
  const { planned, marked } = planAll(decided, answers, engine);
  const stored = planned.map((one) => write(one, answers, engine));
  await writeMarks(marked, answers, engine);
  const toDrain = (await Promise.all(stored)).flat();
  if (toDrain.length > 0) await drainSoon(toDrain, drainConnectionsOf(engine), engine.settings.PUBLISH_LIMIT_MS);
}

/** Answers the rows to be drained. */
async function write(
  planned: Planned,
  { give, fail, also, obstacles }: Answers,
  engine: Engine,
): Promise<readonly StoredRow[]> {
  try {
    const { failures, rows } = await carryOutPlan(planned.plan, engine.connections);
    const answer = answerOf(planned, failures, also);
    if (answer) give(planned.at, answer);
    else obstacles?.meet(planned.plan.writes, failures);
    return answer === handled ? rows : [];
  } catch (error) {
    fail(planned.at, error);
    return [];
  }
}

async function writeMarks(marked: readonly Marked[], answers: Answers, engine: Engine): Promise<void> {
  const pages = chunksOf(marked, MAX_WRITES).map((page) => writePage(page, answers, engine));
  await Promise.all(pages);
}

async function writePage(page: readonly Marked[], { give, fail }: Answers, engine: Engine): Promise<void> {
  const writing = engine.connections.store.writeEach(page.map(({ mark }) => mark));
  const outcomes = await writing.catch((error: unknown) => {
    // No answer: each is then handled alone, which shows the one that the store refuses.
    if (page.length > 1 && toFault(error).class === 'poison') return;
    for (const { decided } of page) fail(decided.at, error);
  });
  for (const [index, outcome] of outcomes?.entries() ?? []) {
    const { at, message, content } = (page[index] as Marked).decided;
    try {
      if (outcome.kind === 'done') give(at, handled);
      else if (outcome.kind === 'condition') give(at, recogniseRepeat(outcome.found as Mark, message, content));
      else if (outcome.kind === 'fault') fail(at, outcome.fault);
    } catch (error) {
      fail(at, error);
    }
  }
}

/** Plans the writes of each commit; nothing is written yet. */
export function planAll(decided: readonly Decided[], { fail, also }: Pick<Answers, 'fail' | 'also'>, engine: Engine) {
  const nowMs = engine.now();
  const iso = new Date(nowMs).toISOString();
  const planned: Planned[] = [];
  const marked: Marked[] = [];
  const keys = new Set<string>();
  for (const one of decided) {
    const { at, message, commit } = one;
    try {
      const mark = commit.once ? undefined : completionMark(one, { nowMs, iso });
      // The same event on another lane waits, and is then found to be a repeat.
      if (mark && isEmpty(commit) && keys.has(mark.item.pk)) continue;
      if (mark) keys.add(mark.item.pk);
      if (mark && isEmpty(commit) && also.length === 0) marked.push({ decided: one, mark });
      else planned.push({ ...one, plan: withAlso(planOf(commit, mark, planningOf(message, nowMs, engine)), also) });
    } catch (error) {
      fail(at, error);
    }
  }
  return { planned, marked };
}

function withAlso(plan: Plan, also: Answers['also']): Plan {
  return also.length === 0 ? plan : { ...plan, writes: [...plan.writes, ...also] };
}

function isEmpty({ writes, events, objects }: Commit): boolean {
  return writes.length === 0 && events.length === 0 && objects.length === 0;
}

function planningOf(message: Message, nowMs: number, { newId }: Engine) {
  return { trace: () => traceOf(message), nowMs, newId };
}

/** undefined: it was overtaken. Faults ID_REUSED, FACT_CONFLICT. */
function answerOf(
  { message, content, commit, plan }: Planned,
  failures: CarriedOut['failures'],
  also: Answers['also'],
): Result | undefined {
  if (failures.length === 0) return handled;
  const firstOfAlso = plan.writes.length - also.length;
  if (failures.some(({ index, reason }) => index >= firstOfAlso && reason === 'condition')) return duplicate;
  // A conflict with another transaction in flight says nothing of what is there: it is decided anew.
  const repeat = failures.find(({ of, reason }) => of === 'once' && reason === 'condition');
  if (!repeat) return undefined;
  return commit.once === undefined
    ? recogniseRepeat(repeat.found as Mark, message, content)
    : compareEffect(commit, repeat.found);
}

/** One item that a job found, on its way to an outcome: read, load, decide, commit. */
import { type AnswerKind, type Asked, checkAnswer, checkLoads } from '../commit/answers.ts';
import { carryOutPlan, planOf } from '../commit/carryOut.ts';
import { type Commit, commit } from '../commit/commit.ts';
import { load } from '../commit/load.ts';
import { createObstacles, type Obstacles } from '../commit/obstacles.ts';
import { decisionContextOf, type Engine } from '../connect/engine.ts';
import { compareEffect } from '../decisions/repeats.ts';
import { Fault, toFault } from '../errors/fault.ts';
import { continueTrace } from '../observability/trace.ts';
import type { StoredRow } from '../outbox/outbox.ts';
import { itemNameOf } from '../store/refs.ts';
import { MAX_DECISIONS, OVERTAKEN, redecide } from '../store/retryConflicts.ts';
import { type Item, type Ref, ref, remove } from '../store/store.ts';
import { type FailingItem, failingRef } from '../tables/jobs.ts';
import type { Failed } from './failing.ts';
import { isStillIn, type Search } from './search.ts';
import type { AnyWork } from './work.ts';

const ANSWERS: readonly AnswerKind[] = ['commit', 'skip', 'refusal'];

/**
 * `gone`: the search would not find it any more. `waiting`: it failed often, and its pause is not over. `rows` are to be
 * drained.
 */
export type Worked =
  | { kind: 'done'; rows: readonly StoredRow[] }
  | { kind: 'duplicate' | 'gone' | 'skipped' | 'waiting' }
  | ({ kind: 'failed' } & Failed);

/** Throws what would meet every item: an outage, or credentials that don't permit what is asked. */
export async function workItem(found: Item, search: Search, work: AnyWork, engine: Engine): Promise<Worked> {
  const item = ref(search.from.table, found.pk, found.sk);
  let earlier: FailingItem | undefined;
  const obstacles = createObstacles();
  try {
    const attempt = async () => {
      const [now, failing] = await engine.connections.store.read([item, failingRef(engine.function, item)]);
      earlier = failing as FailingItem | undefined;
      if (!isStillIn(search, now)) return { kind: 'gone' } as const;
      if (earlier && earlier.nextAtMs > engine.now()) return { kind: 'waiting' } as const;
      return await decideOnce({ now, item, isFailing: earlier !== undefined, obstacles }, work, engine);
    };
    const worked = await redecide(attempt, engine);
    return worked === OVERTAKEN ? { kind: 'failed', item, earlier, fault: contended(item, obstacles) } : worked;
  } catch (error) {
    const fault = toFault(error);
    if (isEveryItems(fault)) throw fault;
    return { kind: 'failed', item, earlier, fault };
  }
}

interface Deciding {
  now: Item;
  item: Ref;
  isFailing: boolean;
  obstacles: Obstacles;
}

async function decideOnce(
  { now, item, isFailing, obstacles }: Deciding,
  work: AnyWork,
  engine: Engine,
): Promise<Worked | typeof OVERTAKEN> {
  const { store, objects } = engine.connections;
  const context = decisionContextOf(engine);
  const asked = (step: string) => () => ({ name: `${engine.function}.${step}`, about: itemNameOf(item) });
  const loads = work.load ? checkLoads(work.load(now, context), asked('load')) : {};
  const loaded = await load(loads, store);
  const decision = checkAnswer(work.decide(now, loaded, context), ANSWERS, asked('decide'));
  if (decision.kind === 'refusal') throw new Fault('REFUSED', `${itemNameOf(item)}: ${decision.detail}`);
  if (decision.kind === 'skip') return { kind: 'skipped' };
  checkRepeatable(decision, asked('decide'));
  // The row of earlier failures is removed together with the write that ends them.
  const forgotten = isFailing ? [remove(failingRef(engine.function, item))] : [];
  const trace = () => continueTrace(undefined, undefined);
  const wanted = commit({ ...decision, writes: [...decision.writes, ...forgotten] });
  const plan = planOf(wanted, undefined, { trace, nowMs: context.nowMs, newId: engine.newId });
  const { failures, rows } = await carryOutPlan(plan, { store, objects });
  if (failures.length === 0) return { kind: 'done', rows };
  const repeat = failures.find(({ of, reason }) => of === 'once' && reason === 'condition');
  if (repeat) {
    compareEffect(decision, repeat.found);
    return { kind: 'duplicate' };
  }
  obstacles.meet(plan.writes, failures);
  return OVERTAKEN;
}

/** The compiler demands a `once`, but not that a version is a condition among the writes. Fault PROGRAMMER_ERROR. */
function checkRepeatable({ once, writes }: Commit, asked: () => Asked): void {
  if (typeof once === 'object' || (once === 'version' && writes.some((write) => 'when' in write))) return;
  const mend = "say once: putIfAbsent(…), or once: 'version' with a condition among its writes";
  const { name, about } = asked();
  throw new Fault('PROGRAMMER_ERROR', `${name} returned a commit that a repeat would write again: ${mend} (${about})`);
}

function contended(item: Ref, obstacles: Obstacles): Fault {
  const lasting = obstacles.lasting(MAX_DECISIONS);
  if (lasting) return new Fault('DECISION_IMPOSSIBLE', `${itemNameOf(item)}: ${lasting.place}`);
  return new Fault('STORE_CONTENDED', `${itemNameOf(item)}: ${MAX_DECISIONS} decisions in a row were overtaken`);
}

function isEveryItems(fault: Fault): boolean {
  if (fault.code === 'STORE_CONTENDED') return false;
  return fault.class === 'unavailable' || fault.class === 'throttled';
}

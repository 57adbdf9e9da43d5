/** One request through an action: state and events are committed in one transaction, then the events are sent. */

import { type Asked, checkAnswer, checkLoads } from '../commit/answers.ts';
import { carryOut } from '../commit/carryOut.ts';
import { type Commit, commit, type Loads } from '../commit/commit.ts';
import { load as loadAll } from '../commit/load.ts';
import { decisionContextOf, drainConnectionsOf, type Engine } from '../connect/engine.ts';
import { Fault } from '../errors/fault.ts';
import type { Trace } from '../observability/trace.ts';
import { drainSoon } from '../outbox/drainSoon.ts';
import { growingPause, OVERTAKEN, retryConflicts } from '../store/retryConflicts.ts';
import type { Store } from '../store/store.ts';
import {
  type Action,
  type ActionRequest,
  type Command,
  type Decided,
  type Look,
  problem,
  type Query,
} from './action.ts';
import type { HttpAnswer } from './answer.ts';
import { type Earlier, earlierOf, remember, repeatOf } from './idempotency.ts';
import type { IdempotencyRow } from './idempotencyRow.ts';
import type { Once } from './once.ts';
import { problemAnswer, whileWriting } from './problem.ts';

/** How long to retry after optimistic-lock conflicts. */
const CONFLICT_RETRY_MS = 4_000;
const LONGEST_PAUSE_MS = 50;
/** How long a query waits for what is not there yet. */
const LATER_MS = 2_000;

const ANSWERS = ['answer', 'problem'] as const;

type Same = Extract<Earlier, { kind: 'same' }>;

/** A request that was let in, and what goes with it. */
export interface Admitted {
  request: ActionRequest;
  trace: Trace;
  /** Where the request names itself. */
  once?: Once | undefined;
  /** A step of the action, for a message about what it answered. */
  asked(step: string): Asked;
  /** Throws a 429. A repeat is no try. */
  countTry?: () => Promise<void>;
  /** Throws a 403 when what was decided is not the caller's. */
  mayHave(decided: Decided): void;
}

/** Throws ProblemError and Fault. Once the answer is given, its events are stored for good, whether Kafka is up or not. */
export async function perform(action: Action, admitted: Admitted, engine: Engine): Promise<HttpAnswer> {
  if ('find' in action) {
    await admitted.countTry?.();
    return await answerOf(await find(action, admitted, engine), engine);
  }
  const repeated = await repeatFirst(action, admitted, engine);
  if (repeated) return await answerOf(repeated, engine);
  await admitted.countTry?.();
  const look = lookIn(engine.connections.store);
  const { PASSWORD_MEMORY_KIB: passwordMemoryKib } = engine.settings;
  const prepared = await action.prepare?.(admitted.request, look, { ...decisionContextOf(engine), passwordMemoryKib });
  const untilMs = engine.now() + CONFLICT_RETRY_MS;
  const decideAgain = async () => {
    const decided = await decideOnce(action, admitted, prepared, engine);
    return (await written(decided.commit, engine, admitted.trace)) ? await answerOf(decided, engine) : OVERTAKEN;
  };
  const answer = await retryConflicts(decideAgain, {
    attempts: Number.POSITIVE_INFINITY,
    mayRetry: () => engine.now() < untilMs,
    pause: growingPause(engine, { stepMs: 5, longestMs: LONGEST_PAUSE_MS }),
  });
  if (answer !== OVERTAKEN) return answer;
  throw new Fault('STORE_CONTENDED', `${engine.function}: overtaken for ${CONFLICT_RETRY_MS} ms`);
}

/** The stored answer comes before what is counted or takes long; where neither is there, the decision looks for it anyway. */
async function repeatFirst(action: Command, admitted: Admitted, engine: Engine): Promise<Decided | undefined> {
  const { once, countTry } = admitted;
  if (!once || !(countTry || action.prepare)) return undefined;
  const [row] = await engine.connections.store.read([once.ref]);
  const earlier = earlierOf(row as IdempotencyRow | undefined, once, engine.now());
  return earlier?.kind === 'same' ? await again(action, admitted, earlier, engine) : undefined;
}

/** Gives the stored answer again, to a caller who may have it now. */
async function again(action: Command, admitted: Admitted, earlier: Same, engine: Engine): Promise<Decided> {
  const { request, mayHave } = admitted;
  const { kept } = earlier;
  if (action.repeat) {
    const context = decisionContextOf(engine);
    const loaded = await lookIn(engine.connections.store)(action.repeat.load(request, kept, context));
    const refused = action.repeat.refuse(request, kept, loaded, context);
    if (refused) return problem(refused);
  } else if (kept.subject) throw new Error('a stored answer grants something, and its action has no repeat');
  const decided = repeatOf(earlier);
  mayHave(decided);
  return decided;
}

/** Looks again for a thing that is not there yet, until the caller must be answered. */
async function find(action: Query, { request, mayHave, asked }: Admitted, engine: Engine): Promise<Decided> {
  const { store, objects, tokens } = engine.connections;
  const untilMs = engine.now() + LATER_MS;
  for (let pauseMs = 10; ; pauseMs = Math.min(LONGEST_PAUSE_MS, 2 * pauseMs)) {
    const found = checkAnswer(await action.find({ request, store, objects, tokens }), ANSWERS, () => asked('find'));
    mayHave(found);
    if (!('later' in found) || engine.now() + pauseMs > untilMs) return found;
    await engine.sleep(pauseMs);
  }
}

function lookIn(store: Pick<Store, 'read' | 'query'>): Look {
  return async <L extends Loads>(loads: L) => await loadAll(loads, store);
}

/** The decision on what is there now; where the same request was answered before, that answer. */
async function decideOnce(action: Command, admitted: Admitted, prepared: unknown, engine: Engine): Promise<Decided> {
  const { request, once } = admitted;
  const context = decisionContextOf(engine);
  const { loaded, row } = await load(action, { ...admitted, prepared }, engine);
  const earlier = once && earlierOf(row, once, context.nowMs);
  if (earlier?.kind === 'same') return await again(action, admitted, earlier, engine);
  if (earlier && !once.isOpen) return problem(once.reused);
  const answer = action.decide({ request, prepared, loaded }, context);
  const decided = checkAnswer(answer, ANSWERS, () => admitted.asked('decide'));
  admitted.mayHave(decided);
  // Where the decision refuses anyway, the problem names the reused key, which the caller can mend.
  if (earlier && decided.kind === 'problem') return { ...decided, problem: once.reused };
  const kept = once ? remember(decided, once, row, context.nowMs) : [];
  if (kept.length === 0) return decided;
  const { commit: planned = commit({}) } = decided;
  return { ...decided, commit: { ...planned, writes: [...planned.writes, ...kept] } };
}

async function load(action: Command, admitted: Admitted & { prepared: unknown }, engine: Engine) {
  const { request, once, prepared, asked } = admitted;
  const { store } = engine.connections;
  const { load: name } = action;
  const loads = name ? checkLoads(name(request, decisionContextOf(engine), prepared), () => asked('load')) : {};
  const [loaded, [row]] = await Promise.all([loadAll(loads, store), once ? store.read([once.ref]) : []]);
  return { loaded, row: row as IdempotencyRow | undefined };
}

/** The token is the last thing made, and of nothing that is kept. */
async function answerOf(decided: Decided, engine: Engine): Promise<HttpAnswer> {
  if (decided.kind === 'problem') return problemAnswer(decided.problem);
  const { answer, grants } = decided;
  if (!grants) return answer;
  return { ...answer, body: { ...(answer.body as object), token: await engine.connections.tokens.mint(grants) } };
}

/** False when a condition failed: something else was written since it was loaded. */
async function written(planned: Commit | undefined, engine: Engine, trace: Trace): Promise<boolean> {
  if (!planned) return true;
  const { store, objects } = engine.connections;
  const writing = { store, objects, trace: () => trace, nowMs: engine.now(), newId: engine.newId };
  const { failures, rows } = await carryOut(planned, undefined, writing).catch((error: unknown) => {
    throw whileWriting(error);
  });
  if (failures.length > 0) return false;
  await drainSoon(rows, drainConnectionsOf(engine), engine.settings.PUBLISH_LIMIT_MS);
  return true;
}

/** One request through an action: state and events are committed in one transaction, then the events are sent. */
import { carryOut } from '../commit/carryOut.ts';
import { byName, type Commit } from '../commit/commit.ts';
import { type Engine, outletOf, surroundingsOf } from '../connect/engine.ts';
import { Fault } from '../errors/fault.ts';
import type { Trace } from '../observability/trace.ts';
import { drainSoon } from '../outbox/drain.ts';
import { type Action, type ActionRequest, type Command, checkBody, type Decided } from './action.ts';
import type { HttpAnswer } from './answer.ts';
import { problemAnswer } from './problem.ts';

/** How long a decision is made anew because other requests changed what it had read. */
const PATIENCE_MS = 4_000;
const LONGEST_PAUSE_MS = 50;

/** Throws ProblemError and Fault. Once the answer is given, its events are stored for good, whether Kafka is up or not. */
export async function perform(action: Action, raw: ActionRequest, engine: Engine, trace: Trace): Promise<HttpAnswer> {
  if ('find' in action) return answerOf(await action.find(raw, engine.connections.store));
  const request = { ...raw, body: checkBody(action.body, raw.body) };
  const prepared = await action.prepare?.(request);
  const untilMs = engine.now() + PATIENCE_MS;
  for (let decisions = 1; decisions === 1 || engine.now() < untilMs; decisions += 1) {
    const loaded = await load(action, request, engine);
    const decided = action.decide({ request, prepared, loaded }, surroundingsOf(engine));
    if (!decided.commit || (await written(decided.commit, engine, trace))) return answerOf(decided);
    await engine.sleep(Math.round(engine.random() * Math.min(LONGEST_PAUSE_MS, 5 * decisions)));
  }
  throw new Fault('STORE_CONTENDED', `${engine.function}: overtaken for ${PATIENCE_MS} ms`);
}

function answerOf(decided: Decided): HttpAnswer {
  return decided.kind === 'problem' ? problemAnswer(decided.problem) : decided.answer;
}

async function load(action: Command, request: ActionRequest, engine: Engine) {
  const refs = action.load?.(request, surroundingsOf(engine)) ?? {};
  const wanted = Object.values(refs);
  return byName(refs, wanted.length > 0 ? await engine.connections.store.read(wanted) : []);
}

/** False when a condition failed: something else was written since it was loaded. */
async function written(commit: Commit, engine: Engine, trace: Trace): Promise<boolean> {
  const { store, objects } = engine.connections;
  const writing = { store, objects, trace: () => trace, nowMs: engine.now(), newId: engine.newId };
  const { failures, streams } = await carryOut(commit, undefined, writing);
  if (failures.length > 0) return false;
  await drainSoon(streams, outletOf(engine), engine.settings.PUBLISH_LIMIT_MS);
  return true;
}

/** Writes what follows from a send: decided on what is there afterwards, and written together with the claim's completion. */
import { randomUUID } from 'node:crypto';
import type { Work } from '../batch/work.ts';
import { type Asked, checkAnswer, checkLoads } from '../commit/answers.ts';
import { isOnceThere, type Plan, planOf, putObjects, removeObjects } from '../commit/carryOut.ts';
import type { Commit, DecisionContext, Loaded, Refs } from '../commit/commit.ts';
import { load } from '../commit/load.ts';
import { createObstacles } from '../commit/obstacles.ts';
import { decisionContextOf, drainConnectionsOf, type Engine } from '../connect/engine.ts';
import type { Envelope } from '../envelope/envelope.ts';
import { Fault, toFault } from '../errors/fault.ts';
import { drainSoon } from '../outbox/drainSoon.ts';
import type { StoredRow } from '../outbox/outbox.ts';
import type { Message } from '../reading/message.ts';
import { traceOf } from '../reading/traceOf.ts';
import { MAX_DECISIONS, OVERTAKEN, redecide } from '../store/retryConflicts.ts';
import type { WriteFailure } from '../store/store.ts';
import type { Mark } from '../tables/marks.ts';
import { type Claim, claimLost, completion, isCompletedBy } from './claims.ts';
import type { AnyDelivery } from './delivery.ts';
import { noteSent, removals, untilAnswered } from './sending.ts';

export interface Sent {
  message: Message;
  found: AnyDelivery;
  claim: Claim;
  receipt: unknown;
}

/**
 * Nothing is sent here, however often it is decided. Faults CLAIM_LOST, STORE_UNAVAILABLE, STORE_CONTENDED,
 * DECISION_IMPOSSIBLE, and whatever `onSent` throws.
 */
export async function writeSent(sent: Sent, work: Work): Promise<void> {
  const { engine } = work;
  const { claim: held, found } = sent;
  const { onSent } = found;
  if (!onSent) return await noteSent(held, work);
  const decide: Decide = (event, loaded, context) =>
    checkAnswer(onSent(event, loaded, sent.receipt, context), ['commit'], () =>
      askedOf(engine, 'onSent', sent.message),
    );
  const ask: Ask = (what) => untilAnswered(what, held, work);
  const obstacles = createObstacles();
  const earlier: StoredRow[] = [];
  const decideAgain = async () => {
    const plan = await planFor(sent, decide, engine, ask);
    const failures = await writePlan(plan, held, work);
    const rows = rowsToDrain(plan, failures, earlier, held);
    if (rows) return await drainSoon(rows, drainConnectionsOf(engine), engine.settings.PUBLISH_LIMIT_MS);
    // The claim, which is the first of the writes, is left to be completed.
    if (isOnceThere(plan, failures, 1)) return await noteSent(held, work);
    // It may still arrive, where its answer was lost.
    earlier.push(...plan.rows);
    obstacles.meet([completion(held, 0), ...plan.writes], failures);
    return OVERTAKEN;
  };
  const written = await redecide(decideAgain, engine);
  if (written !== OVERTAKEN) return;
  const obstacle = obstacles.lasting(MAX_DECISIONS);
  if (obstacle) throw new Fault('DECISION_IMPOSSIBLE', `${held.ref.pk} is sent; what follows: ${obstacle.place}`);
  throw new Fault(
    'STORE_CONTENDED',
    `${held.ref.pk} is sent; ${MAX_DECISIONS} decisions of what follows were overtaken`,
  );
}

type Decide = (event: Envelope<never>, loaded: Loaded<Refs>, context: DecisionContext) => Commit;
/** Asks the store. */
type Ask = <T>(what: () => Promise<T>) => Promise<T>;

/** Loads what the delivery asks for, and plans what was decided on it. Faults are the store's, and those of `decide`. */
export async function planFor(
  { message, found }: Pick<Sent, 'message' | 'found'>,
  decide: Decide,
  engine: Engine,
  ask: Ask = (what) => what(),
): Promise<Plan> {
  const event = message.event as Envelope<never>;
  const context = decisionContextOf(engine, `${message.record.topic}-${message.record.partition}`);
  const loads = loadsOf(found, event, context, () => askedOf(engine, 'load', message));
  const loaded = await ask(() => load(loads, engine.connections.store));
  const decided = decide(event, loaded, context);
  return planOf(decided, undefined, { trace: () => traceOf(message), nowMs: engine.now(), newId: engine.newId });
}

/** The function of a delivery that was asked, for a message about what it answered. */
export function askedOf(engine: Engine, step: string, { route }: Message): Asked {
  return { name: `${engine.function}.${step}`, about: route };
}

/** The items that the delivery needs; none where it has no `load`. */
export function loadsOf(
  { load: named }: AnyDelivery,
  event: Envelope<never>,
  context: DecisionContext,
  asked: () => Asked,
): Refs {
  return named ? checkLoads(named(event, context), asked) : {};
}

/** Asked again under one token where no answer came: it is the same transaction. */
async function writePlan(plan: Plan, held: Claim, work: Work): Promise<WriteFailure[]> {
  const { store, objects } = work.engine.connections;
  const token = randomUUID();
  const writes = [completion(held, work.engine.now()), ...plan.writes, ...removals(work.also)];
  let tries = 0;
  const failures = await untilAnswered(
    async () => {
      tries += 1;
      await putObjects(plan, objects);
      return await store.transact(writes, token);
    },
    held,
    work,
  );
  // An earlier one of several tries may have been done.
  if (failures.length > 0 && tries === 1) await removeObjects(plan, objects);
  return failures;
}

/** The rows that were stored, or may have been; undefined where nothing is written. Fault CLAIM_LOST. */
function rowsToDrain(plan: Plan, failures: readonly WriteFailure[], earlier: readonly StoredRow[], held: Claim) {
  if (failures.length === 0) return plan.rows;
  const lost = failures.find(({ index, reason }) => index === 0 && reason === 'condition');
  if (!lost) return undefined;
  const mark = lost.found as Mark | undefined;
  if (!isCompletedBy(held, mark)) throw claimLost(held, mark);
  // Nobody knows which of the tries was written, so only rows found in the outbox are sent.
  return [...earlier, ...plan.rows].map((row) => ({ ...row, isFirst: false }));
}

/** JSON, as a claim keeps it. It never throws, for what is sent can't be taken back: what JSON can't hold counts as none. */
export function receiptText(receipt: unknown): string {
  try {
    return JSON.stringify(receipt) ?? 'null';
  } catch {
    return 'null';
  }
}

/** The receipt that a claim keeps. */
export function receiptIn(text: string): unknown {
  return JSON.parse(text);
}

/** Whether a fault says that the note is not ours to write any more, or can't be written. */
export function isOutOfReach(error: unknown): boolean {
  const { code } = toFault(error);
  return code === 'CLAIM_LOST' || code === 'STORE_UNAVAILABLE';
}

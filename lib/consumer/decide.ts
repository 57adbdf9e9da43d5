/** One message through a decider: recognise a repeat, load, decide, commit. */
import { carryOut } from '../commit/carryOut.ts';
import { byName, type Commit } from '../commit/commit.ts';
import { type Engine, outletOf, surroundingsOf } from '../connect/engine.ts';
import type { Envelope } from '../envelope/envelope.ts';
import { Fault, toFault } from '../errors/fault.ts';
import { headerText, placeOf } from '../kafka/record.ts';
import { continueTrace } from '../observability/trace.ts';
import { drainSoon } from '../outbox/drain.ts';
import { check, type Item, type Put, putIfAbsent } from '../store/store.ts';
import type { Handle } from './batch.ts';
import type { Decider } from './decider.ts';
import { contentHash, eventKey, failureOf, failureRef, type Mark, markExpiry, markRef, marks } from './marks.ts';
import type { Message } from './message.ts';
import { duplicate, handled, ignored, type Result } from './result.ts';

/** How often a decision is made anew because another writer changed what it had read. */
const MAX_DECISIONS = 5;

export function decisionHandle(deciders: { readonly [type: string]: Decider }): Handle {
  return async (message, { engine }) => {
    const decider = deciders[message.event.type];
    if (!decider) return ignored;
    try {
      return await decideUntilWritten(message, decider, engine);
    } catch (error) {
      const fault = toFault(error);
      const own = markRef(engine.function, eventKey(message.event, message.record));
      // A copy of the event that succeeded meanwhile must not be buried by this one's failure.
      const unlessDone = check(own, { unless: { state: 'completed' } });
      return { kind: 'failed', fault, writes: fault.class === 'conflict' ? [] : [unlessDone] };
    }
  };
}

async function decideUntilWritten(message: Message, decider: Decider, engine: Engine): Promise<Result> {
  for (let decisions = 1; decisions <= MAX_DECISIONS; decisions += 1) {
    const result = await decideOnce(message, decider, engine);
    if (result !== 'overtaken') return result;
    await engine.sleep(Math.round(engine.random() * 20 * decisions));
  }
  throw new Fault('STORE_CONTENDED', `${placeOf(message.record)}: ${MAX_DECISIONS} decisions in a row were overtaken`);
}

async function decideOnce(message: Message, decider: Decider, engine: Engine): Promise<Result | 'overtaken'> {
  const { record } = message;
  const event = message.event as Envelope<never>;
  const surroundings = surroundingsOf(engine, `${record.topic}-${record.partition}`);
  const refs = decider.load?.(event, surroundings) ?? {};
  const own = markRef(engine.function, eventKey(event, record));
  const wanted = [failureRef(engine.function, record), own, ...Object.values(refs)];
  const [failure, mark, ...items] = await engine.connections.store.read(wanted);
  if (failure) return { ...duplicate, ...failureOf(failure as Mark) };
  if (mark) return recogniseRepeat(mark as Mark, message);
  const loaded = byName(refs, items);
  const decision = decider.decide(event, loaded, surroundings);
  switch (decision.kind) {
    case 'skip':
      engine.log.info('record.skipped', { place: placeOf(record), reason: decision.reason });
      return ignored;
    case 'refusal':
      throw new Fault('REFUSED', decision.detail);
    case 'commit':
      return await write(decision, message, engine);
    default:
      return decision satisfies never;
  }
}

async function write(commit: Commit, message: Message, engine: Engine): Promise<Result | 'overtaken'> {
  const { event, record } = message;
  const trace = continueTrace(headerText(record.headers, 'traceparent'), event.traceId);
  const { store, objects } = engine.connections;
  const writing = { store, objects, trace, nowMs: engine.now(), newId: engine.newId };
  const { failures, streams } = await carryOut(
    commit,
    commit.once ? undefined : completionMark(message, engine),
    writing,
  );
  // A conflict with another transaction in flight says nothing of what is there: it is decided anew.
  const repeat = failures.find(({ of, reason }) => of === 'once' && reason === 'condition');
  if (repeat)
    return commit.once === undefined
      ? recogniseRepeat(repeat.found as Mark, message)
      : compareEffect(commit, repeat.found);
  if (failures.length > 0) return 'overtaken';
  await drainSoon(streams, outletOf(engine), engine.settings.PUBLISH_LIMIT_MS);
  return handled;
}

function completionMark(message: Message, engine: Engine): Put {
  const { event, record, topic } = message;
  const { pk, sk } = markRef(engine.function, eventKey(event, record));
  return putIfAbsent(marks, {
    pk,
    sk,
    state: 'completed',
    at: new Date(engine.now()).toISOString(),
    expiresAt: markExpiry(topic, engine.now()),
    eventId: event.id.toWellFormed(),
    ...contentOf(message),
  });
}

/** Only records of one topic, format and event id compare; other topics tell the same fact in other words. */
function recogniseRepeat(mark: Mark, message: Message): Result {
  const { event, record } = message;
  const { origin, contentHash: hash } = contentOf(message);
  if (mark.origin === origin && mark.contentHash !== hash) {
    throw new Fault('ID_REUSED', `${event.type} ${event.id} at ${placeOf(record)}`);
  }
  return duplicate;
}

/** The effect's own item is there: the same fact told again, or another one under its id. */
function compareEffect({ once, sameAs = [] }: Commit, found: Item | undefined): Result {
  const wanted = typeof once === 'object' ? once.item : undefined;
  const differing = sameAs.filter((name) => found?.[name] !== wanted?.[name]);
  if (differing.length > 0) throw new Fault('FACT_CONFLICT', `${wanted?.pk}: other ${differing.join(', ')}`);
  return duplicate;
}

function contentOf({ event, record, told }: Message) {
  return { origin: `${record.topic} ${event.format}`, contentHash: contentHash(told) };
}

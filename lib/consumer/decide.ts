/** Messages through their deciders: load, recognise repeats, decide, commit; side by side in as few round trips as can be. */
import { byName, type Refs, type Surroundings } from '../commit/commit.ts';
import { type Engine, surroundingsOf } from '../connect/engine.ts';
import type { Envelope } from '../envelope/envelope.ts';
import { Fault, toFault } from '../errors/fault.ts';
import { placeOf } from '../kafka/record.ts';
import { readAll } from '../store/readAll.ts';
import { check, type Item, type Ref } from '../store/store.ts';
import { type Answers, commitAll, type Decided } from './commitAll.ts';
import type { Decider } from './decider.ts';
import { eventKey, type Mark, markRef } from './marks.ts';
import type { Message } from './message.ts';
import { recogniseRepeat } from './repeats.ts';
import { type Answer, ignored, type Result } from './result.ts';
import type { Handling } from './work.ts';

/** How often a decision is made anew because another writer changed what it had read. */
const MAX_DECISIONS = 5;

type Deciders = { readonly [type: string]: Decider };

/** A message whose decider has said what it must know. */
interface Asking {
  message: Message;
  own: Ref<Mark>;
  decider: Decider;
  refs: Refs;
  surroundings: Surroundings;
}

export function decisionHandling(deciders: Deciders): Handling {
  return {
    many: (messages, { engine }) => decideTogether(messages, deciders, engine),
    one: async (message, { engine }) => {
      for (let decisions = 1; decisions <= MAX_DECISIONS; decisions += 1) {
        const [answer] = await decideTogether([message], deciders, engine);
        if (answer && answer !== 'alone') return answer;
        await engine.sleep(Math.round(engine.random() * 20 * decisions));
      }
      const place = placeOf(message.record);
      throw new Fault('STORE_CONTENDED', `${place}: ${MAX_DECISIONS} decisions in a row were overtaken`);
    },
  };
}

/** In three steps, each for all messages that have no answer yet. A fault is the answer of the message that met it. */
async function decideTogether(messages: readonly Message[], deciders: Deciders, engine: Engine): Promise<Answer[]> {
  const answers = new Map<Message, Answer>();
  const fail = (message: Message, error: unknown) => answers.set(message, failed(message, error, engine));
  const asking = ask(messages, { deciders, answers, fail }, engine);
  const decided = await decide(asking, { answers, fail }, engine);
  await commitAll(decided, { answers, fail }, engine);
  return messages.map((message) => answers.get(message) ?? 'alone');
}

function ask(
  messages: readonly Message[],
  { deciders, answers, fail }: Answers & { deciders: Deciders },
  engine: Engine,
): Asking[] {
  const surroundingsAt = surroundingsByWriter(engine);
  const asking: Asking[] = [];
  for (const message of messages) {
    const { event, record } = message;
    const decider = deciders[event.type];
    if (!decider) {
      answers.set(message, ignored);
      continue;
    }
    try {
      const surroundings = surroundingsAt(record);
      const refs = decider.load?.(event as Envelope<never>, surroundings) ?? {};
      asking.push({ message, own: markRef(engine.function, eventKey(event, record)), decider, refs, surroundings });
    } catch (error) {
      fail(message, error);
    }
  }
  return asking;
}

async function decide(asking: readonly Asking[], { answers, fail }: Answers, engine: Engine): Promise<Decided[]> {
  const decided: Decided[] = [];
  const found = await readFor(asking, engine).catch((error: unknown) => {
    for (const { message } of asking) fail(message, error);
  });
  if (!found) return decided;
  let next = 0;
  for (const { message, own, decider, refs, surroundings } of asking) {
    const mark = found[next] as Mark | undefined;
    const count = Object.keys(refs).length;
    const items = found.slice(next + 1, next + 1 + count);
    next += 1 + count;
    try {
      const decision = mark
        ? recogniseRepeat(mark, message)
        : decider.decide(message.event as Envelope<never>, byName(refs, items), surroundings);
      if (decision.kind === 'commit') decided.push({ message, own, commit: decision });
      else if (decision.kind === 'done') answers.set(message, decision);
      else if (decision.kind === 'skip') answers.set(message, skipped(message, decision.reason, engine));
      else throw new Fault('REFUSED', decision.detail);
    } catch (error) {
      fail(message, error);
    }
  }
  return decided;
}

/** For each message its own mark, and behind it what its decider asked for. */
async function readFor(asking: readonly Asking[], engine: Engine): Promise<(Item | undefined)[]> {
  const wanted: Ref[] = [];
  for (const { own, refs } of asking) {
    wanted.push(own);
    for (const ref of Object.values(refs)) wanted.push(ref);
  }
  return await readAll(wanted, engine.connections.store);
}

function skipped({ record }: Message, reason: string, engine: Engine): Result {
  engine.log.info('record.skipped', { place: placeOf(record), reason });
  return ignored;
}

function failed({ event, record }: Message, error: unknown, engine: Engine): Result {
  const fault = toFault(error);
  const own = markRef(engine.function, eventKey(event, record));
  // A copy of the event that succeeded meanwhile must not be buried by this one's failure.
  const unlessDone = check(own, { unless: { state: 'completed' } });
  return { kind: 'failed', fault, writes: fault.class === 'conflict' ? [] : [unlessDone] };
}

/** One moment for all; the writer is a topic and partition. */
function surroundingsByWriter(engine: Engine): (record: { topic: string; partition: number }) => Surroundings {
  const known = new Map<string, Surroundings>();
  return ({ topic, partition }) => {
    const writer = `${topic}-${partition}`;
    const found = known.get(writer) ?? surroundingsOf(engine, writer);
    known.set(writer, found);
    return found;
  };
}

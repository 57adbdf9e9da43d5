/** Messages through their deciders: load, recognise repeats, decide, commit; side by side in as few round trips as can be. */

import type { Handling } from '../batch/work.ts';
import { checkAnswer } from '../commit/answers.ts';
import { byName, type Commit, type Loaded, type Loads, type Refs, skip } from '../commit/commit.ts';
import { foundOf, type ListedByName } from '../commit/load.ts';
import { createObstacles, type Obstacles } from '../commit/obstacles.ts';
import type { Engine } from '../connect/engine.ts';
import type { Envelope } from '../envelope/envelope.ts';
import { Fault, toFault } from '../errors/fault.ts';
import { type Finding, findingOf } from '../failures/faultyCode.ts';
import { placeOf } from '../kafka/record.ts';
import { type Answer, ignored, type Result } from '../outcomes/result.ts';
import { type Message, readAgain } from '../reading/message.ts';
import { isTombstone } from '../store/conditions.ts';
import { itemNameOf, refOf } from '../store/refs.ts';
import { MAX_DECISIONS, OVERTAKEN, redecide } from '../store/retryConflicts.ts';
import { check } from '../store/store.ts';
import { eventKey, type Mark, markRef } from '../tables/marks.ts';
import { type Asking, ask, type Deciders, listFor, readFor, withoutRefused } from './asking.ts';
import { type Answers, commitAll, type Decided, planAll } from './commitAll.ts';
import type { SomeDecider } from './decider.ts';
import { fingerprint } from './fingerprint.ts';
import { recogniseRepeat } from './repeats.ts';

export function decisionHandling(given: { readonly [type: string]: SomeDecider }): Handling {
  // Each gets the events that it was declared for.
  const deciders = given as unknown as Deciders;
  return {
    probe: async (message, { engine }) => await probe(message, deciders, engine),
    many: (messages, { engine, also }) => decideTogether(messages, { deciders, also }, engine),
    one: async (message, { engine, read, also }) => {
      const obstacles = createObstacles();
      const decideAgain = async (decisions: number) => {
        const asked = decisions === 1 ? message : readAgain(message, read);
        const [answer] = await decideTogether([asked], { deciders, also, obstacles }, engine);
        return answer && answer !== 'alone' ? answer : OVERTAKEN;
      };
      const answer = await redecide(decideAgain, engine);
      if (answer !== OVERTAKEN) return answer;
      const place = placeOf(message.record);
      const obstacle = obstacles.lasting(MAX_DECISIONS);
      if (obstacle?.isTombstone) return skipped(message, writesToErased(obstacle.place), engine);
      if (obstacle) return failed(message, new Fault('DECISION_IMPOSSIBLE', `${place}: ${obstacle.place}`), engine);
      throw new Fault('STORE_CONTENDED', `${place}: ${MAX_DECISIONS} decisions in a row were overtaken`);
    },
  };
}

/** Decides and plans what would be written, and writes nothing. */
async function probe(message: Message, deciders: Deciders, engine: Engine): Promise<Finding> {
  let finding: Finding = 'passed';
  const answers: Answers = {
    also: [],
    give: (_, answer) => {
      if (answer !== 'alone' && answer.kind === 'failed') finding = findingOf(answer.fault);
    },
    fail: (_, error) => {
      finding = findingOf(error);
    },
  };
  const asking = ask([message], { deciders, give: answers.give }, engine);
  planAll(await decide(asking, answers, engine), answers, engine);
  return finding;
}

/** In three steps, each for all messages that have no answer yet. A fault is the answer of the message that met it. */
async function decideTogether(
  messages: readonly Message[],
  { deciders, also, obstacles }: { deciders: Deciders; also: Answers['also']; obstacles?: Obstacles },
  engine: Engine,
): Promise<Answer[]> {
  const given = messages.map((): Answer => 'alone');
  const answers: Answers = {
    give: (at, answer) => {
      given[at] = answer;
    },
    fail: (at, error) => {
      const message = messages[at];
      if (message) given[at] = failed(message, error, engine);
    },
    also,
    ...(obstacles && { obstacles }),
  };
  const asking = ask(messages, { deciders, give: answers.give }, engine);
  const decided = await decide(asking, answers, engine);
  await commitAll(decided, answers, engine);
  return given;
}

async function decide(given: readonly Asking[], answers: Answers, engine: Engine): Promise<Decided[]> {
  const decided: Decided[] = [];
  const reading = readWhatCanBe(given, engine).catch((error: unknown) => {
    for (const { at } of given) answers.fail(at, error);
    return { asking: [], found: [] };
  });
  const [{ asking, found }, listed] = await Promise.all([reading, listFor(given, engine.connections.store)]);
  let next = 0;
  for (const one of asking) {
    const { refs } = one;
    const mark = found[next] as Mark | undefined;
    next += 1;
    const loaded = refs ? byName(refs, found.slice(next, next + Object.keys(refs).length)) : NOTHING;
    next += Object.keys(loaded).length;
    try {
      const decision = decideOne(one, mark, loaded, listed.get(one.at));
      if (decision.kind === 'commit') decided.push(decision);
      else answers.give(one.at, decision.kind === 'skip' ? skipped(one.message, decision.reason, engine) : decision);
    } catch (error) {
      // Next to a mark that is there, whatever is wrong is this record's own: it buries nothing, and waits for nothing.
      if (mark) answers.give(one.at, { kind: 'failed', fault: toFault(error), writes: [] });
      else answers.fail(one.at, error);
    }
  }
  return decided;
}

/** Faults ID_REUSED, REFUSED, and whatever kept the message from being read, or its decider threw. */
function decideOne(
  { at, message, own, decider, refs, context, consumer, fault }: Asking,
  mark: Mark | undefined,
  items: Loaded<Refs>,
  listed: ListedByName | undefined,
) {
  // Before anybody could change it: a repeat is compared by what was told, not by what became of it.
  const content = fingerprint(message.told);
  if (mark) return recogniseRepeat(mark, message, content);
  if (fault !== undefined) throw fault;
  const loaded: Loaded<Loads> = listed ? { ...items, ...foundOf(listed) } : items;
  const answer = decider.decide(message.event as Envelope<never>, loaded as never, context);
  const decision = checkAnswer(answer, DECISIONS, () => ({ name: `${consumer}.decide`, about: message.route }));
  if (decision.kind === 'refusal') throw new Fault('REFUSED', decision.detail);
  if (decision.kind === 'skip') return decision;
  const erased = refs && tombstoneAmong(decision, refs, items);
  if (erased) return skip(writesToErased(erased));
  return { kind: decision.kind, at, message, own, content, commit: decision };
}

/** The place of a loaded tombstone that the commit writes to: its decider took it for an item like any other. */
function tombstoneAmong({ once, writes }: Commit, refs: Refs, loaded: Loaded<Refs>): string | undefined {
  const erased = Object.entries(refs).filter(([name, { table }]) => isTombstone(table, loaded[name]));
  if (erased.length === 0) return undefined;
  const places = new Set(erased.map(([, ref]) => itemNameOf(ref)));
  const all = typeof once === 'object' ? [once, ...writes] : writes;
  return all
    .flatMap((write) => (write.op === 'check' ? [] : [itemNameOf(refOf(write))]))
    .find((one) => places.has(one));
}

function writesToErased(place: string): string {
  return `writes to ${place}, which was erased`;
}

const DECISIONS = ['commit', 'skip', 'refusal'] as const;
const NOTHING = {};

/**
 * Looks at the mark of every message, whatever else can't be read for it: a failure is settled only while the event's own
 * mark is not completed, so a message that failed before its mark was looked at would come again for ever.
 */
async function readWhatCanBe(asking: readonly Asking[], engine: Engine) {
  try {
    return { asking, found: await readFor(asking, engine) };
  } catch (error) {
    if (toFault(error).class !== 'poison') throw error;
    const readable = asking.map(withoutRefused);
    return { asking: readable, found: await readFor(readable, engine) };
  }
}

function skipped({ record }: Message, reason: string, engine: Engine): Result {
  engine.log.info('record.skipped', { place: placeOf(record), reason });
  return { ...ignored, reason };
}

function failed({ event, record }: Message, error: unknown, engine: Engine): Result {
  const fault = toFault(error);
  const own = markRef(engine.function, eventKey(event, record));
  // A copy of the event that succeeded meanwhile must not be buried by this one's failure.
  const unlessDone = check(own, { unless: { state: 'completed' } });
  return { kind: 'failed', fault, writes: fault.class === 'conflict' ? [] : [unlessDone] };
}

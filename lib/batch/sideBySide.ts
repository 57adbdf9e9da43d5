/** Lanes side by side: in step where many records cost little more than one, each on its own where that can't be. */
import type { Engine } from '../connect/engine.ts';
import { type KafkaRecord, placeOf } from '../kafka/record.ts';
import type { ReceivedRecord } from '../msk/receivedRecord.ts';
import { behind, report, reportUntouched, TOO_LATE } from '../outcomes/report.ts';
import type { Result } from '../outcomes/result.ts';
import type { Message } from '../reading/message.ts';
import { shown } from '../text/shown.ts';
import type { Lanes } from './lanes.ts';
import { settleRecord } from './settle.ts';
import type { Handling, Work } from './work.ts';

/** So many messages are in memory, read and decided, at most: a large event must not need many times its size. */
const MAX_TOGETHER = 1_000;

type Many = NonNullable<Handling['many']>;
type HandedBack = Promise<readonly KafkaRecord[]>;

/** The records of an invocation in their lanes, and everything that settling them needs. */
export interface Batch {
  records: readonly ReceivedRecord[];
  lanes: Lanes;
  work: Work;
}

/** Returns the records that go back to Lambda. */
export async function settleSideBySide(batch: Batch): HandedBack {
  const { many } = batch.work.handling;
  if (many) return await settleInStep(batch, many);
  return (await Promise.all(batch.lanes.first.map((place) => settleLane(place, batch)))).flat();
}

/**
 * In each step the next record of every lane is handled, all of them together. A lane whose record does not succeed at
 * once leaves and goes on by itself, so that nobody waits for its pauses.
 */
async function settleInStep(batch: Batch, many: Many): HandedBack {
  const left: HandedBack[] = [];
  const leave = (place: number, firstTry?: Result) => left.push(settleLane(place, batch, firstTry));
  let places = batch.lanes.first;
  while (places.length > 0 && batch.work.deadline.canStart()) {
    const next = await step(places.slice(0, MAX_TOGETHER), batch, { many, leave });
    places = places.length > MAX_TOGETHER ? [...places.slice(MAX_TOGETHER), ...next] : next;
  }
  for (const place of places) leave(place);
  return (await Promise.all(left)).flat();
}

interface Stepping {
  many: Many;
  leave(place: number, firstTry?: Result): void;
}

/** Answers the places that come next. */
async function step(from: readonly number[], batch: Batch, { many, leave }: Stepping): Promise<number[]> {
  const { work, lanes } = batch;
  const { places, messages } = nextMessages(from, batch, leave);
  if (messages.length === 0) return [];
  const startedMs = work.engine.now();
  const { underWay } = work.invocation;
  underWay?.set(messages, () => toldOf(messages));
  const answers = await many(messages, work);
  underWay?.delete(messages);
  const durationMs = work.engine.now() - startedMs;
  work.deadline.took(durationMs);
  const next: number[] = [];
  for (let at = 0; at < places.length; at += 1) {
    const place = places[at] as number;
    const answer = answers[at] ?? 'alone';
    if (answer === 'alone') leave(place);
    else if (answer.kind === 'failed') leave(place, answer);
    else {
      reportDone(messages[at] as Message, answer, durationMs, work.engine);
      const following = lanes.next[place];
      if (following) next.push(following);
    }
  }
  return next;
}

/** The first of them, and how many. */
function toldOf(messages: readonly Message[]): string {
  const [first] = messages;
  const more = messages.length > 1 ? ` and ${messages.length - 1} beside it` : '';
  return first ? `${placeOf(first.record)} (${shown(first.event.type)})${more}` : '';
}

function nextMessages(from: readonly number[], batch: Batch, leave: Stepping['leave']) {
  const places: number[] = [];
  const messages: Message[] = [];
  for (const place of from) {
    const found = nextMessage(place, batch, leave);
    if (!found) continue;
    places.push(found.place);
    messages.push(found.message);
  }
  return { places, messages };
}

/** Passes over what is not for this consumer. What can't be read, or failed before, is settled by itself. */
function nextMessage(from: number, { records, lanes, work }: Batch, leave: Stepping['leave']) {
  for (let place = from; ; ) {
    const record = records[place] as ReceivedRecord;
    const reading = work.read(record);
    if (reading.kind === 'message' && !work.failures.of(record)) return { place, message: reading };
    if (reading.kind !== 'ignored') {
      leave(place);
      return undefined;
    }
    report(record, reading, { outcome: 'ignored', attempts: 0, durationMs: 0 }, work.engine);
    place = lanes.next[place] ?? 0;
    if (place === 0) return undefined;
  }
}

function reportDone(message: Message, done: Result & { kind: 'done' }, durationMs: number, engine: Engine): void {
  const { outcome, fault, reason } = done;
  const settlement = {
    outcome,
    attempts: outcome === 'handled' ? 1 : 0,
    durationMs,
    ...(fault && { fault }),
    ...(reason !== undefined && { reason }),
  };
  report(message.record, message, settlement, engine);
}

/** One after the other; behind a record that goes back, all of its lane go back untouched. */
async function settleLane(from: number, { records, lanes, work }: Batch, firstTry?: Result): HandedBack {
  const handedBack: KafkaRecord[] = [];
  let tried = firstTry;
  for (let place: number | undefined = from; place !== undefined; place = lanes.next[place] || undefined) {
    const record = records[place] as ReceivedRecord;
    const isStarted = handedBack.length === 0 && (tried !== undefined || work.deadline.canStart());
    const [first] = handedBack;
    const outcome = isStarted
      ? await settleRecord(record, work, tried)
      : reportUntouched(record, first ? behind(first) : TOO_LATE, work.engine);
    tried = undefined;
    if (outcome === 'handed-back') handedBack.push(record);
  }
  return handedBack;
}

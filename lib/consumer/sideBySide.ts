/** Lanes side by side: in step where many records cost little more than one, each on its own where that can't be. */
import type { KafkaRecord } from '../kafka/record.ts';
import type { ReceivedRecord } from '../msk/mskRecord.ts';
import type { Lane } from './lanes.ts';
import type { Message } from './message.ts';
import { report } from './report.ts';
import type { Result } from './result.ts';
import { reportUntouched, settleRecord } from './settle.ts';
import type { Handling, Work } from './work.ts';

/** Answers what goes back. */
export async function settleSideBySide(lanes: readonly Lane[], work: Work): Promise<readonly KafkaRecord[]> {
  const { many } = work.handling;
  const walks = lanes.map((lane) => ({ lane, next: 0 }));
  if (many) return await settleInStep(walks, many, work);
  return (await Promise.all(walks.map((walk) => settleLane(walk, work)))).flat();
}

/** A lane and how far it is. */
interface Walk {
  lane: Lane;
  next: number;
}

/** A walk that has come to a message. */
interface Ready {
  walk: Walk;
  record: ReceivedRecord;
  message: Message;
}

type HandedBack = Promise<readonly KafkaRecord[]>;

/**
 * In each step the next record of every lane is handled, all of them together. A lane whose record does not succeed at
 * once leaves and goes on by itself, so that nobody waits for its pauses. Answers what those that left hand back.
 */
async function settleInStep(started: readonly Walk[], many: NonNullable<Handling['many']>, work: Work): HandedBack {
  const left: HandedBack[] = [];
  let walks = started;
  while (walks.length > 0 && work.deadline.canStart()) {
    const ready = walks.flatMap((walk) => nextReady(walk, left, work));
    walks = ready.length === 0 ? [] : await step(ready, { many, left }, work);
  }
  for (const walk of walks) left.push(settleLane(walk, work));
  return (await Promise.all(left)).flat();
}

/** Passes over what is not for this consumer. What can't be read, or failed before, is settled by itself. */
function nextReady(walk: Walk, left: HandedBack[], work: Work): Ready | [] {
  for (let record = walk.lane[walk.next]; record; record = walk.lane[walk.next]) {
    const reading = work.read(record);
    if (reading.kind === 'message' && !work.failures.of(record)) return { walk, record, message: reading.message };
    if (reading.kind !== 'ignored') {
      left.push(settleLane(walk, work));
      return [];
    }
    report(record, reading, { outcome: 'ignored', attempts: 0, durationMs: 0 }, work.engine);
    walk.next += 1;
  }
  return [];
}

interface Step {
  many: NonNullable<Handling['many']>;
  left: HandedBack[];
}

/** Answers the lanes that go on in step. */
async function step(ready: readonly Ready[], { many, left }: Step, work: Work): Promise<Walk[]> {
  const { engine, deadline } = work;
  const startedMs = engine.now();
  const results = await many(
    ready.map(({ message }) => message),
    work,
  );
  const durationMs = engine.now() - startedMs;
  deadline.took(durationMs);
  return ready.flatMap((one, index) => {
    const { walk, record, message } = one;
    const result = results[index] ?? 'alone';
    if (result === 'alone' || result.kind === 'failed') {
      left.push(settleLane(walk, work, result === 'alone' ? undefined : result));
      return [];
    }
    const { outcome, fault } = result;
    const settled = { outcome, attempts: outcome === 'handled' ? 1 : 0, durationMs, ...(fault && { fault }) };
    report(record, { kind: 'message', message }, settled, engine);
    walk.next += 1;
    return walk.next < walk.lane.length ? [walk] : [];
  });
}

/** One after the other; behind a record that goes back, all of its lane go back untouched. `firstTry`: of the next one. */
async function settleLane({ lane, next }: Walk, work: Work, firstTry?: Result): HandedBack {
  for (let at = next; at < lane.length; at += 1) {
    const record = lane[at];
    if (!record) break;
    const isFirst = at === next;
    const canStart = work.deadline.canStart() || (isFirst && firstTry !== undefined);
    const outcome = canStart
      ? await settleRecord(record, work, isFirst ? firstTry : undefined)
      : reportUntouched(record, work.engine);
    if (outcome !== 'handed-back') continue;
    const behind = lane.slice(at + 1);
    for (const untouched of behind) reportUntouched(untouched, work.engine);
    return [record, ...behind];
  }
  return [];
}

/** Settles a run: it is folded, tried again, cut in halves to find what fails it, or goes back to Lambda. */

import { Fault, toFault } from '../errors/fault.ts';
import { untilDecided } from '../failures/untilDecided.ts';
import { type KafkaRecord, placeOf } from '../kafka/record.ts';
import { behind, TOO_LATE } from '../outcomes/report.ts';
import type { RetryPolicy } from '../outcomes/verdict.ts';
import type { Message } from '../reading/message.ts';
import {
  type Bookkeeping,
  type Collected,
  type CollectorWork,
  type Failed,
  type Row,
  recordsOf,
} from './bookkeeping.ts';
import { handBack, reportAll, reportBuried, reportCollected, tellFailure } from './reportRun.ts';

/** Rows that are settled together, and how that is remembered. A row that can't be read is alone. */
export interface Piece {
  rows: readonly Row[];
  books: Bookkeeping;
}

/** Piece by piece; behind a record that goes back, all go back untouched. Answers what goes back. */
export async function settleInOrder(
  pieces: readonly Piece[],
  work: CollectorWork,
  isCut = false,
): Promise<KafkaRecord[]> {
  const handedBack: KafkaRecord[] = [];
  for (const piece of pieces) {
    const isStarted = handedBack.length === 0 && work.deadline.canStart();
    const [first] = handedBack;
    const reason = first ? behind(first) : TOO_LATE;
    handedBack.push(...(isStarted ? await settlePiece(piece, work, isCut) : handBack(piece.rows, reason, work)));
  }
  return handedBack;
}

async function settlePiece(piece: Piece, work: CollectorWork, isCut: boolean): Promise<KafkaRecord[]> {
  const reading = piece.rows[0]?.reading;
  if (reading?.kind !== 'unreadable') return await settleRun(piece, work, isCut);
  const { topic, fault } = reading;
  return await bury(piece, { topic, fault, attempts: 1, firstFailedMs: work.engine.now() }, work);
}

/**
 * A whole run is tried as often as a record would be. Its parts are tried once, to find which record it is; that one
 * then has its tries to itself, for none may be given up for what its neighbours did.
 */
async function settleRun(piece: Piece, work: CollectorWork, isCut: boolean): Promise<KafkaRecord[]> {
  const { engine, faultyCode } = work;
  const { rows } = piece;
  const messages = messagesOf(piece);
  const policy = policyOf(messages, work);
  let startedMs = performance.now();
  const decided = await untilDecided(
    {
      attempt: async () => {
        startedMs = performance.now();
        const result = await tryOnce(piece, work);
        return result instanceof Fault ? { failed: { fault: result } } : { done: result };
      },
      policy,
      isCodeToBlame: (fault) => faultyCode.isToBlameFor(fault),
      tell: (attempts, fault, verdict) => tellFailure(recordsOf(rows), { attempts, fault, verdict }, engine),
      tries: isCut && messages.length > 1 ? policy.pausesMs.length + 1 : 1,
    },
    engine,
  );
  const { attempts, pausesMs } = decided;
  if (decided.kind === 'done') return reportCollected(rows, decided.done, { attempts, startedMs, pausesMs }, work);
  const { firstFailedMs, failed } = decided;
  const { fault } = failed;
  if (decided.kind === 'hand-back') return reportAll(rows, { outcome: 'handed-back', attempts, fault, pausesMs }, work);
  return await giveUp(piece, { fault, attempts, firstFailedMs }, work);
}

async function tryOnce({ rows, books }: Piece, work: CollectorWork): Promise<Collected | Fault> {
  const { engine, deadline } = work;
  const startedMs = engine.now();
  const { underWay } = work.invocation;
  underWay?.set(rows, () => toldOf(rows));
  const result = await books.collect(rows, work).catch(toFault);
  underWay?.delete(rows);
  deadline.took(engine.now() - startedMs);
  return result;
}

function toldOf(rows: readonly Row[]): string {
  const [first, last] = [rows[0]?.record, rows.at(-1)?.record];
  return first && last ? `the run ${placeOf(first)} to ${last.offset}` : '';
}

/** Nothing can be given up where there is no event to blame. */
function policyOf(messages: readonly Message[], { engine, deadline }: CollectorWork): RetryPolicy {
  return {
    pausesMs: engine.settings.RETRY_PAUSES_MS,
    random: engine.random,
    budgetMs: deadline.budgetMs,
    canGiveUp: messages.length > 0,
  };
}

/** The one record that fails is buried; as long as it may be any of several, they are cut in halves. */
async function giveUp(piece: Piece, failed: Omit<Failed, 'topic'>, work: CollectorWork): Promise<KafkaRecord[]> {
  const { rows, books } = piece;
  const messages = messagesOf(piece);
  const middle = messages[messages.length >> 1];
  const at = rows.findIndex(({ record }) => record === middle?.record);
  if (!middle) return reportAll(rows, { outcome: 'handed-back', ...failed }, work);
  const cut = messages.length > 1 ? at : at + 1;
  const front = { rows: rows.slice(0, cut), books };
  const rest = { rows: rows.slice(cut), books };
  if (messages.length > 1) return await settleInOrder([front, rest], work, true);
  const handedBack = await bury(front, { ...failed, topic: middle.topic }, work);
  const [first] = handedBack;
  if (first) return [...handedBack, ...handBack(rest.rows, behind(first), work)];
  return rest.rows.length === 0 ? [] : await settleInOrder([rest], work, true);
}

async function bury({ rows, books }: Piece, failed: Failed, work: CollectorWork): Promise<KafkaRecord[]> {
  return reportBuried(rows, await books.bury(rows, failed, work), work);
}

function messagesOf({ rows }: Piece): Message[] {
  return rows.flatMap(({ reading }) => (reading.kind === 'message' ? [reading] : []));
}

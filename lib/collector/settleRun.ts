/** Settles a run: it is folded, tried again, cut in halves to find what fails it, or goes back to Lambda. */
import { canStart, RESERVE_MS } from '../consumer/deadline.ts';
import type { Message } from '../consumer/message.ts';
import { decideOutcome, type RetryPolicy } from '../consumer/outcome.ts';
import { Fault, toFault } from '../errors/fault.ts';
import { type Bookkeeping, type CollectorWork, type Failed, type Row, recordsOf } from './bookkeeping.ts';
import { reportAll, reportBuried, reportCollected, reportUntouched, tellFailure } from './reportRun.ts';

/** Rows that are settled together, and how that is remembered. A row that can't be read is alone. */
export interface Piece {
  rows: readonly Row[];
  books: Bookkeeping;
}

/** Piece by piece; behind a record that goes back, all go back untouched. Answers how many. */
export async function settleInOrder(pieces: readonly Piece[], work: CollectorWork, isCut = false): Promise<number> {
  let handedBack = 0;
  for (const piece of pieces) {
    const isStarted = handedBack === 0 && canStart(work.invocation);
    handedBack += isStarted ? await settlePiece(piece, work, isCut) : reportUntouched(recordsOf(piece.rows), work);
  }
  return handedBack;
}

async function settlePiece(piece: Piece, work: CollectorWork, isCut: boolean): Promise<number> {
  const reading = piece.rows[0]?.reading;
  if (reading?.kind !== 'unreadable') return await settleRun(piece, work, isCut);
  const { topic, fault } = reading;
  return await bury(piece, { topic, fault, attempts: 1, firstFailedMs: work.engine.now() }, work);
}

/**
 * A whole run is tried as often as a record would be. Its parts are tried once, to find which record it is; that one
 * then has its tries to itself, for none may be given up for what its neighbours did.
 */
async function settleRun(piece: Piece, work: CollectorWork, isCut: boolean): Promise<number> {
  const { engine } = work;
  const messages = messagesOf(piece);
  const policy = policyOf(messages, work);
  let firstFailedMs: number | undefined;
  let tries = isCut && messages.length > 1 ? policy.pausesMs.length + 1 : 1;
  for (let attempts = 1; ; attempts += 1) {
    const startedMs = performance.now();
    const result = await piece.books.collect(piece.rows, work).catch(toFault);
    if (!(result instanceof Fault)) return reportCollected(piece.rows, result, { attempts, startedMs }, work);
    firstFailedMs ??= engine.now();
    const verdict = decideOutcome(result, tries, policy);
    tellFailure(recordsOf(piece.rows), { attempts, fault: result, verdict: verdict.do }, engine);
    if (verdict.do === 'hand-back')
      return reportAll(piece.rows, { outcome: 'handed-back', attempts, fault: result }, work);
    if (verdict.do === 'dead-letter') return await giveUp(piece, { fault: result, attempts, firstFailedMs }, work);
    if (verdict.counts) tries += 1;
    await engine.sleep(verdict.afterMs);
  }
}

/** Nothing can be given up where there is no event to blame. */
function policyOf(messages: readonly Message[], { engine, invocation }: CollectorWork): RetryPolicy {
  return {
    pausesMs: engine.settings.RETRY_PAUSES_MS,
    random: engine.random,
    budgetMs: () => invocation.remainingMs() - RESERVE_MS,
    hasDeadLetterTopic: messages[0] !== undefined && messages[0].topic.deadLetterTopic !== null,
  };
}

/** The one record that fails is buried; as long as it may be any of several, they are cut in halves. */
async function giveUp(piece: Piece, failed: Omit<Failed, 'topic'>, work: CollectorWork): Promise<number> {
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
  if (handedBack > 0) return handedBack + reportUntouched(recordsOf(rest.rows), work);
  return rest.rows.length === 0 ? 0 : await settleInOrder([rest], work, true);
}

async function bury({ rows, books }: Piece, failed: Failed, work: CollectorWork): Promise<number> {
  return reportBuried(rows, await books.bury(rows, failed, work), work);
}

function messagesOf({ rows }: Piece): Message[] {
  return rows.flatMap(({ reading }) => (reading.kind === 'message' ? [reading.message] : []));
}

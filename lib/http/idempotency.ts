/** The same request again gets the same answer, and nothing is done twice. */
import { bindingOf, seal, unseal } from '../sealing/seal.ts';
import { type Put, put, unchangedSince } from '../store/store.ts';
import type { Decided, Kept } from './action.ts';
import type { IdempotencyRow } from './idempotencyRow.ts';
import type { Once } from './once.ts';

/** The earlier request under this name: the same one with its answer, or another one. */
export type Earlier = { kind: 'same'; status: number; kept: Kept } | { kind: 'other' };

export function earlierOf(row: IdempotencyRow | undefined, once: Once, nowMs: number): Earlier | undefined {
  if (row === undefined || row.expiresAt * 1000 <= nowMs) return undefined;
  if (row.bodyHash !== once.bodyHash) return { kind: 'other' };
  const kept = unseal(once.secret, bindingOf(once.ref), row.sealed) as Kept;
  return { kind: 'same', status: row.status, kept };
}

/** The first answer, marked as a repeat. Whether it still grants what it granted, the action says first. */
export function repeatOf({ status, kept }: Extract<Earlier, { kind: 'same' }>): Decided {
  const { body, problem, subject, owner } = kept;
  const whose = owner && { owner };
  if (problem) return { kind: 'problem', problem, ...whose };
  const answer = { status, body, headers: { 'idempotent-replayed': 'true' } };
  return { kind: 'answer', answer, ...(subject && { grants: subject }), ...whose };
}

/** To be written together with what was decided; fails when another request came first. */
export function remember(decided: Decided, once: Once, before: IdempotencyRow | undefined, nowMs: number): Put[] {
  if (decided.kind === 'problem' && !once.keepsProblems) return [];
  const row: IdempotencyRow = {
    pk: once.ref.pk,
    sk: once.ref.sk,
    bodyHash: once.bodyHash,
    status: decided.kind === 'problem' ? decided.problem.status : decided.answer.status,
    sealed: seal(once.secret, bindingOf(once.ref), keptOf(decided)),
    expiresAt: Math.ceil(nowMs / 1000) + once.memorySeconds,
  };
  // A store may keep for days what has expired, and the key of an open route may be another caller's by now.
  return [put(once.ref.table, row, unchangedSince(before, 'expiresAt', 'bodyHash'))];
}

function keptOf(decided: Decided): Kept {
  const whose = decided.owner && { owner: decided.owner };
  if (decided.kind === 'problem') return { problem: decided.problem, ...whose };
  const { answer, grants, restsOn } = decided;
  return {
    body: answer.body ?? null,
    ...(grants && { subject: grants }),
    ...(restsOn !== undefined && { restsOn }),
    ...whose,
  };
}

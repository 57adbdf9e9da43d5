/** Claims: who may cause an effect outside, and until when. Every step checks the owner, so a stale one is fenced off. */
import { randomUUID } from 'node:crypto';
import { Fault } from '../errors/fault.ts';
import { check, put, type Ref, remove, type Store, type Write } from '../store/store.ts';
import { type Mark, type MarkState, marks } from './marks.ts';

/** A claim not yet sending lapses after this long. */
const CLAIMED_LEASE_MS = 5_000;
/** A claim that is sending lapses this long after the call's own limit. */
export const SENDING_GRACE_MS = 5_000;
/** How often a step is tried that meets another transaction in flight: those end within milliseconds. */
const MAX_STEPS = 5;

export interface Claim {
  ref: Ref<Mark>;
  /** Unique to this record in this invocation. */
  owner: string;
  /** An earlier owner's send was left without an answer: it may or may not have taken effect. */
  outcomeUnknown: boolean;
  /** What every state of this mark carries along. */
  base: Pick<Mark, 'eventId' | 'expiresAt'>;
}

export interface Wanted extends Pick<Claim, 'ref' | 'owner' | 'base'> {
  /** The mark of the record, should another worker dead-letter it meanwhile. */
  failure: Ref<Mark>;
}

/** `held` by another owner, whose lease still runs. */
export type Claiming =
  | { kind: 'claimed'; claim: Claim }
  | { kind: 'settled'; mark: Mark }
  | { kind: 'held'; owner: string; untilMs: number };

/** Another try of the same owner takes its claim up again. */
export async function claim(wanted: Wanted, store: Store, nowMs: number): Promise<Claiming> {
  const { ref, owner, base } = wanted;
  const [found] = (await store.read([ref])) as [Mark | undefined];
  if (found && isSettled(found)) return { kind: 'settled', mark: found };
  if (found && found.owner !== owner && (found.leaseUntilMs ?? 0) > nowMs) return heldBy(found);
  const held: Claim = { ref, owner, base, outcomeUnknown: found?.state === 'sending' && found.owner !== owner };
  const failures = await store.transact(claimWrites(held, found, wanted, nowMs), randomUUID());
  if (failures.length === 0) return { kind: 'claimed', claim: held };
  const marksFound = failures.map((failure) => failure.found as Mark | undefined);
  const settled = marksFound.find((mark) => mark && isSettled(mark));
  return settled ? { kind: 'settled', mark: settled } : heldBy(marksFound[0]);
}

/** A claim that is taken over may have lapsed because its record is settled: who looked for that mark before looks again. */
function claimWrites(held: Claim, found: Mark | undefined, { failure }: Wanted, nowMs: number): Write[] {
  // That an outcome is unknown must stay known: who takes the claim over may die as well.
  const mark = markOf(held, held.outcomeUnknown ? 'sending' : 'claimed', nowMs, CLAIMED_LEASE_MS);
  if (!found) return [put(marks, mark, { absent: true })];
  const write = put(marks, mark, { equals: { owner: found.owner ?? '', state: found.state } });
  return found.owner === held.owner ? [write] : [write, check(failure, { absent: true })];
}

/** From here on the effect may happen at any moment. Also renews the lease before another try. Fault CLAIM_LOST. */
export async function startSending(held: Claim, callLimitMs: number, store: Store, nowMs: number): Promise<void> {
  const mark = markOf(held, 'sending', nowMs, callLimitMs + SENDING_GRACE_MS);
  await step(held, put(marks, mark, { equals: { owner: held.owner } }), store);
}

/** Fault CLAIM_LOST: the effect happened, but the claim lapsed meanwhile and another worker decides. */
export async function complete(held: Claim, store: Store, nowMs: number): Promise<void> {
  await step(held, put(marks, markOf(held, 'completed', nowMs), { equals: { owner: held.owner } }), store);
}

/** It was certainly not sent, so whoever comes next need not wait for the lease to run out. Fault CLAIM_LOST. */
export async function giveBack(held: Claim, store: Store): Promise<void> {
  await step(held, remove(held.ref, { equals: { owner: held.owner } }), store);
}

/**
 * For the transaction that settles a failure: free for a later record, or refused for ever. Free is a claim that lapsed,
 * not none: whoever looked before this record was settled, and claims after it, must meet something.
 */
export function lapsed(held: Claim, nowMs: number): Write {
  return put(marks, markOf(held, 'claimed', nowMs, 0), { equals: { owner: held.owner } });
}

export function refused(held: Claim, fault: Fault, nowMs: number): Write {
  const mark = { ...markOf(held, 'refused', nowMs), errorClass: fault.class, errorCode: fault.code };
  return put(marks, mark, { equals: { owner: held.owner } });
}

function markOf(held: Claim, state: MarkState, nowMs: number, leaseMs?: number): Mark {
  const { pk, sk } = held.ref;
  const lease = leaseMs === undefined ? {} : { leaseUntilMs: nowMs + leaseMs };
  return { pk, sk, ...held.base, state, at: new Date(nowMs).toISOString(), owner: held.owner, ...lease };
}

async function step(held: Claim, write: Write, store: Store): Promise<void> {
  for (let tries = 1; tries <= MAX_STEPS; tries += 1) {
    const [failure] = await store.transact([write], randomUUID());
    if (!failure) return;
    const owner = (failure.found as Mark | undefined)?.owner ?? 'nobody';
    if (failure.reason === 'condition') throw new Fault('CLAIM_LOST', `${held.ref.pk}: now held by ${owner}`);
  }
  throw new Fault('STORE_CONTENDED', `${held.ref.pk}: ${MAX_STEPS} times there was another transaction in flight`);
}

function isSettled(mark: Mark): boolean {
  return mark.state === 'completed' || mark.state === 'refused' || mark.state === 'dead-lettered';
}

function heldBy(mark: Mark | undefined): Claiming {
  return { kind: 'held', owner: mark?.owner ?? '', untilMs: mark?.leaseUntilMs ?? 0 };
}

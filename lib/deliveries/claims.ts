/** A claim: who may cause an effect outside, and until when. Every step checks whose it is, so a stale one is fenced off. */
import { randomUUID } from 'node:crypto';
import { Fault } from '../errors/fault.ts';
import { refOf } from '../store/refs.ts';
import { OVERTAKEN, retryConflicts } from '../store/retryConflicts.ts';
import { type Change, change, type Ref, type Remove, remove, type SingleWrite, type Store } from '../store/store.ts';
import type { Mark, MarkState } from '../tables/marks.ts';

/** A claim not yet sending lapses after this long. */
const CLAIMED_LEASE_MS = 5_000;
/** A claim that is sending lapses this long after the call's own limit. */
export const SENDING_GRACE_MS = 5_000;
/** How often a step is tried that meets another write in flight: those end within milliseconds. */
const MAX_STEPS = 5;

export interface Claim {
  ref: Ref<Mark>;
  /** Unique to this record in this invocation. */
  owner: string;
  /** Epoch milliseconds. Tells it from earlier claims of the owner, whose steps may still be under way. */
  claimedMs: number;
  /** An earlier owner's send was left without an answer: it may or may not have taken effect. */
  outcomeUnknown: boolean;
  /** The send succeeded, and what follows from it is not written yet. JSON, as the mark has it. */
  receipt?: string;
  /** Attributes that every state of this mark carries along. */
  base: Pick<Mark, 'eventId' | 'expiresAt'>;
}

/** From here on the effect may happen at any moment. Also renews the lease. Fault CLAIM_LOST. */
export async function startSending(held: Claim, callLimitMs: number, store: Store, nowMs: number): Promise<void> {
  // The state as well: should this arrive twice, the second time late, it must not undo what followed.
  const when = { equals: { ...named(held).equals, state: claimedState(held) } };
  const leaseUntilMs = nowMs + callLimitMs + SENDING_GRACE_MS;
  const sending = { ...stateAt('sending', nowMs), leaseUntilMs };
  await stepOn(held, change(held.ref, when, sending, 'outcomeUnknown'), store);
}

/**
 * Fault CLAIM_LOST: the effect happened, but the claim lapsed meanwhile and another worker decides. `also` are removals
 * that nothing stands in the way of.
 */
export async function complete(held: Claim, store: Store, nowMs: number, also: readonly Remove[] = []): Promise<void> {
  const done = change(held.ref, named(held), stateAt('completed', nowMs), 'leaseUntilMs');
  if (also.length === 0) return await stepOn(held, done, store);
  const completeTogether = async () => {
    const [failure] = await store.transact([done, ...also], randomUUID());
    if (!failure) return 'done';
    if (failure.reason === 'condition') throw claimLost(held, failure.found as Mark | undefined);
    return OVERTAKEN;
  };
  if ((await retryConflicts(completeTogether, { attempts: MAX_STEPS })) === OVERTAKEN) throw contended(held.ref);
}

/**
 * The completion as a part of the transaction that writes what follows from the send. The state as well: where an earlier
 * try took effect without an answer, this one must fail, and not write it all a second time.
 */
export function completion(held: Claim, nowMs: number): Change {
  const state: MarkState = held.receipt === undefined ? 'sending' : 'sent';
  const when = { equals: { ...named(held).equals, state } };
  return change(held.ref, when, stateAt('completed', nowMs), 'leaseUntilMs');
}

/** Whether that mark was completed by an earlier try of the same transaction. */
export function isCompletedBy({ owner, claimedMs }: Claim, mark: Mark | undefined): boolean {
  return mark?.state === 'completed' && mark.owner === owner && mark['claimedMs'] === claimedMs;
}

/** Keeps the receipt of a send: whoever takes the claim up sends nothing, and only writes what follows. Fault CLAIM_LOST. */
export async function keepReceipt(held: Claim, receipt: string, store: Store, nowMs: number): Promise<void> {
  const sent = { ...stateAt('sent', nowMs), receipt, leaseUntilMs: nowMs };
  await stepOn(held, change(held.ref, named(held), sent, 'outcomeUnknown'), store);
}

/** For the transaction that settles the failure of what follows: the receipt stays, for a re-drive. */
export function lapsedSent(held: Claim, receipt: string, nowMs: number): Change {
  const sent = { ...stateAt('sent', nowMs), receipt, leaseUntilMs: nowMs };
  return change(held.ref, named(held), sent, 'claimedMs');
}

/** It was certainly not sent, so whoever comes next need not wait for the lease to run out. Fault CLAIM_LOST. */
export async function giveBack(held: Claim, store: Store): Promise<void> {
  await stepOn(held, remove(held.ref, named(held)), store);
}

/**
 * For the transaction that settles a failure: free for a later record, or refused for ever. Free is a claim that lapsed,
 * not none: whoever looked before this record was settled, and claims after it, must meet something.
 */
export function lapsed(held: Claim, nowMs: number): Change {
  return change(held.ref, named(held), { ...stateAt('claimed', nowMs), leaseUntilMs: nowMs }, 'claimedMs');
}

export function refused(held: Claim, fault: Fault, nowMs: number): Change {
  const why = { errorClass: fault.class, errorCode: fault.code };
  return change(held.ref, named(held), { ...stateAt('refused', nowMs), ...why }, 'leaseUntilMs');
}

/** The mark of a new claim. That an outcome is unknown must stay known: who took the claim over may not hear that it did. */
export function claimMark(held: Claim) {
  const { ref, base, owner, claimedMs, outcomeUnknown, receipt } = held;
  const lease = { owner, claimedMs, leaseUntilMs: claimedMs + CLAIMED_LEASE_MS };
  const state = stateAt(claimedState(held), claimedMs);
  return {
    pk: ref.pk,
    sk: ref.sk,
    ...base,
    ...state,
    ...lease,
    ...(outcomeUnknown && { outcomeUnknown }),
    ...(receipt !== undefined && { receipt }),
  };
}

/** A claim taken over keeps what was known of its send: this owner may crash as well. */
function claimedState({ outcomeUnknown, receipt }: Claim): MarkState {
  if (receipt !== undefined) return 'sent';
  return outcomeUnknown ? 'sending' : 'claimed';
}

function stateAt(state: MarkState, nowMs: number) {
  return { state, at: new Date(nowMs).toISOString() };
}

/** Attributes of a mark that is still this claim's. */
function named({ owner, claimedMs }: Claim) {
  return { equals: { owner, claimedMs } };
}

async function stepOn(held: Claim, write: SingleWrite, store: Store): Promise<void> {
  const step = await tryStep(write, store);
  if (step !== 'done') throw claimLost(held, step.found);
}

export function claimLost({ ref }: Claim, found: Mark | undefined): Fault {
  return new Fault('CLAIM_LOST', `${ref.pk}: now held by ${found?.owner ?? 'nobody'}`);
}

function contended({ pk }: { pk: string }): Fault {
  return new Fault('STORE_CONTENDED', `${pk}: ${MAX_STEPS} times there was another write in flight`);
}

/** Answers what stood in the way, if anything did. Fault STORE_CONTENDED, and the store's own: then it may be done or not. */
export async function tryStep(write: SingleWrite, store: Store): Promise<'done' | { found: Mark | undefined }> {
  const step = async () => {
    const [outcome] = await store.writeEach([write]);
    if (outcome?.kind === 'done') return 'done';
    if (outcome?.kind === 'fault') throw outcome.fault;
    return outcome?.kind === 'condition' ? { found: outcome.found as Mark | undefined } : OVERTAKEN;
  };
  const stepped = await retryConflicts(step, { attempts: MAX_STEPS });
  if (stepped !== OVERTAKEN) return stepped;
  throw contended(refOf(write));
}

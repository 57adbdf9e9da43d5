/** Getting hold of a key: a claim of one's own, or who has it instead. */
import { randomUUID } from 'node:crypto';
import { change, check, put, putIfAbsent, type Ref, type Store } from '../store/store.ts';
import { type Mark, marks } from '../tables/marks.ts';
import { type Claim, claimMark, tryStep } from './claims.ts';

export interface WantedClaim extends Pick<Claim, 'ref' | 'owner' | 'base'> {
  /** The mark of the record, should another worker dead-letter it meanwhile. */
  failure: Ref<Mark>;
}

/** `held` by another owner, whose lease still runs. */
export type Claiming =
  | { kind: 'claimed'; claim: Claim }
  | { kind: 'settled'; mark: Mark }
  | { kind: 'held'; owner: string; untilMs: number };

/** Mostly nobody holds the key, so nobody looks first. Another try of the same owner takes its claim up again. */
export async function claim(wanted: WantedClaim, store: Store, nowMs: number): Promise<Claiming> {
  const { ref, owner, base } = wanted;
  const held: Claim = { ref, owner, base, claimedMs: nowMs, outcomeUnknown: false };
  const step = await tryStep(putIfAbsent(marks, claimMark(held)), store);
  if (step === 'done') return { kind: 'claimed', claim: held };
  const { found } = step;
  if (!found || isSettled(found) || isHeldFrom(owner, found, nowMs)) return claimedBy(found);
  const sent = found.state === 'sent' ? { receipt: found.receipt ?? '' } : {};
  if (found.owner === owner) {
    return await renew(found, { ...held, ...sent, outcomeUnknown: found['outcomeUnknown'] === true }, store);
  }
  const outcomeUnknown = found.state === 'sending';
  return await takeOver(found, { ...held, ...sent, outcomeUnknown }, wanted.failure, store);
}

async function renew(found: Mark, held: Claim, store: Store): Promise<Claiming> {
  const { state, at, leaseUntilMs, claimedMs } = claimMark(held);
  const step = await tryStep(change(held.ref, seen(found), { state, at, leaseUntilMs, claimedMs }), store);
  return step === 'done' ? { kind: 'claimed', claim: held } : claimedBy(step.found);
}

/** Its claim may have lapsed because its record is settled: who looked for that mark before looks again. */
async function takeOver(found: Mark, held: Claim, failure: Ref<Mark>, store: Store): Promise<Claiming> {
  const writes = [put(marks, claimMark(held), seen(found)), check(failure, { absent: true })];
  const failures = await store.transact(writes, randomUUID());
  if (failures.length === 0) return { kind: 'claimed', claim: held };
  const met = failures.map((one) => one.found as Mark | undefined);
  return claimedBy(met.find((mark) => mark && isSettled(mark)) ?? met[0]);
}

/** Attributes of a claim that is as it was found. */
function seen({ owner = '', state, leaseUntilMs = 0 }: Mark) {
  return { equals: { owner, state, leaseUntilMs } };
}

function isSettled(mark: Mark): boolean {
  return mark.state === 'completed' || mark.state === 'refused' || mark.state === 'dead-lettered';
}

function isHeldFrom(owner: string, mark: Mark, nowMs: number): boolean {
  return mark.owner !== owner && (mark.leaseUntilMs ?? 0) > nowMs;
}

/** Who has it instead; nobody is named where only another write was in flight. */
function claimedBy(mark: Mark | undefined): Claiming {
  if (mark && isSettled(mark)) return { kind: 'settled', mark };
  return { kind: 'held', owner: mark?.owner ?? '', untilMs: mark?.leaseUntilMs ?? 0 };
}

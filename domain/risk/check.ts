/** One risk check: the verdict, what is remembered of the subject, and the events that tell of it. */
import { riskAlertCritical, riskAlertHigh, riskCheckCompleted, riskCheckStarted } from '../../events/risk.ts';
import { commit, type DecisionContext, type Loaded } from '../../lib/commit/commit.ts';
import type { Fact } from '../../lib/envelope/event.ts';
import {
  ALONE,
  defineTable,
  type Item,
  put,
  type Ref,
  ref,
  unchangedSince,
  withTombstones,
} from '../../lib/store/store.ts';
import { timeAfter } from '../time.ts';
import { assess, BUSY_WINDOW_MS, type RiskSettings, type Verdict } from './rules.ts';

export interface CheckRequest {
  subjectType: string;
  subjectId: string;
  amountMinor?: number | undefined;
  currency?: string | undefined;
  country?: string | undefined;
}

/** The history of a subject that the rules use; it expires a day after the last check. */
export interface RiskSubject extends Item {
  /** The time of the check, or one more than the version before: versions go on where the item had expired. */
  version: number;
  recentMs: number[];
  lastCountry?: string;
  lastCountryMs?: number;
  changedAt: string;
  /** The tombstone of a deleted user: nothing is remembered of later checks. */
  deletedAt?: string;
  /** Epoch seconds. A deleted user's item stays. */
  expiresAt?: number;
}

export const riskSubjects = withTombstones(defineTable<RiskSubject>({ name: 'riskSubjects', expires: true }));

/** Longer than any rule looks back. */
const MEMORY_SECONDS = 86_400;

/** More than any rule counts; older ones are forgotten first. */
const MAX_REMEMBERED_CHECKS = 1_000;

export type KnownSubject = { subject: Ref<RiskSubject> };

export function subjectOf({ subjectType, subjectId }: CheckRequest): KnownSubject {
  return { subject: riskSubjectRef(subjectType, subjectId) };
}

export function riskSubjectRef(subjectType: string, subjectId: string): Ref<RiskSubject> {
  return ref(riskSubjects, keyOf(subjectType, subjectId));
}

export function runCheck(
  request: CheckRequest,
  { subject }: Loaded<KnownSubject>,
  context: DecisionContext<RiskSettings>,
) {
  const { nowMs, newId, settings } = context;
  const known = { ...nothing, ...subject };
  const verdict = assess({ ...request, atMs: nowMs }, known, settings);
  const checkId = newId();
  if (known.deletedAt !== undefined) {
    const fact = { at: new Date(nowMs).toISOString() };
    return { checkId, verdict, commit: commit({ events: eventsOf(checkId, request, verdict, fact) }) };
  }
  const remembered: RiskSubject = {
    ...known,
    ...seenNow(request, known, nowMs),
    pk: keyOf(request.subjectType, request.subjectId),
    sk: ALONE,
    version: Math.max(known.version + 1, nowMs),
    changedAt: timeAfter(known.changedAt, nowMs),
  };
  const writes = [put(riskSubjects, remembered, unchangedSince(subject, 'version'))];
  return {
    checkId,
    verdict,
    commit: commit({ writes, events: eventsOf(checkId, request, verdict, factOf(remembered)) }),
  };
}

/** The history of a subject that has none, or whose history has expired. */
const nothing: Pick<RiskSubject, 'recentMs' | 'version' | 'changedAt' | 'deletedAt'> = {
  recentMs: [],
  version: 0,
  changedAt: new Date(0).toISOString(),
};

function seenNow(request: CheckRequest, { recentMs }: Pick<RiskSubject, 'recentMs'>, nowMs: number) {
  const expiresAt = Math.ceil(nowMs / 1000) + MEMORY_SECONDS;
  return { ...locationOf(request, nowMs), recentMs: recentWith(nowMs, recentMs), expiresAt };
}

function recentWith(nowMs: number, recentMs: readonly number[]): number[] {
  return [...recentMs.filter((ms) => nowMs - ms < BUSY_WINDOW_MS), nowMs].slice(-MAX_REMEMBERED_CHECKS);
}

/** No two subjects share a key, whatever characters they hold. */
function keyOf(subjectType: string, subjectId: string): string {
  return JSON.stringify([subjectType, subjectId]);
}

function locationOf({ country }: CheckRequest, nowMs: number) {
  return country === undefined ? {} : { lastCountry: country, lastCountryMs: nowMs };
}

/** The events of one subject at one version leave in their order. */
function factOf({ pk, version, changedAt }: RiskSubject): Fact {
  return { at: changedAt, entity: { stream: `risk#${pk}`, version } };
}

/** A deleted user has no remembered history, so events of a check of one belong to no entity. */
function eventsOf(checkId: string, request: CheckRequest, verdict: Verdict, fact: Fact) {
  const { subjectType: subject_type, subjectId: subject_id, amountMinor: amount, currency } = request;
  const asked = {
    check_id: checkId,
    subject_type,
    subject_id,
    ...(amount !== undefined && { amount }),
    ...(currency !== undefined && { currency }),
    ...(subject_type === 'payment' && { payment_id: subject_id }),
  };
  const found = { ...asked, ...verdict };
  const alerts = verdict.level === 'critical' ? [riskAlertCritical(found, fact)] : [];
  const warnings = verdict.level === 'high' ? [riskAlertHigh(found, fact)] : [];
  return [riskCheckStarted(asked, fact), riskCheckCompleted(found, fact), ...warnings, ...alerts];
}

/** Alert cases in the admins' list: one per subject and fired rules in ten minutes; later alerts add to it. */
import * as z from 'zod';
import { notificationEmail, notificationSms } from '../../events/notification.ts';
import type { riskAlertHigh } from '../../events/risk.ts';
import { type Commit, commit, type DecisionContext, type Loaded } from '../../lib/commit/commit.ts';
import type { Envelope } from '../../lib/envelope/envelope.ts';
import type { DataOf, NewEvent } from '../../lib/envelope/event.ts';
import {
  ALONE,
  add,
  defineTable,
  type Item,
  type Put,
  put,
  putIfAbsent,
  type Ref,
  ref,
  unchangedSince,
  type Write,
} from '../../lib/store/store.ts';

const list = z
  .string()
  .default('')
  .transform((text) => text.split(',').filter((part) => part !== ''));

export const alertSettings = z.object({
  ADMIN_EMAILS: list.describe('admins paged by e-mail for critical alerts, comma-separated'),
  ADMIN_PHONES: list.describe('admins paged by SMS for critical alerts, comma-separated, E.164'),
});

export type AlertSettings = z.output<typeof alertSettings>;

export interface AlertCase extends Item {
  version: number;
  subjectType: string;
  subjectId: string;
  level: string;
  score: number;
  reasons: string[];
  alerts: number;
  status: 'open' | 'acknowledged';
  openedAt: string;
  lastAt: string;
}

/** The case that alerts of this subject and rules go to now, and the worst that was said in it. Expires after a day. */
export interface CurrentCase extends Item {
  version: number;
  caseId: string;
  openedAt: string;
  lastAt: string;
  level: string;
  score: number;
  /** Epoch seconds. */
  expiresAt: number;
}

/** `byStatus` is one partition: alerts are few, or somebody is awake. */
export const alertCases = defineTable<AlertCase>({
  name: 'alertCases',
  indexes: { byStatus: { partition: 'status', sort: 'lastAt' } },
});
export const currentCases = defineTable<CurrentCase>({ name: 'currentCases', expires: true });

const CASE_WINDOW_MS = 600_000;
/** Longer than an alert is on its way; one that comes later still gets a case of its own. */
const CURRENT_SECONDS = 86_400;

type Alert = Envelope<DataOf<typeof riskAlertHigh>>;
export type KnownCase = { current: Ref<CurrentCase> };

export function currentCaseOf({ data }: Alert): KnownCase {
  const key = JSON.stringify([data.subject_type ?? 'subject', data.subject_id, ...rulesOf(data)]);
  return { current: ref(currentCases, key) };
}

/**
 * Opens a case, or adds to the one of the last ten minutes. Which of the two is decided by the alert's own time, but no
 * alert comes from the future; one that comes too late for the current case gets a case of its own beside it.
 */
export function raiseAlert(
  alert: Alert,
  { current }: Loaded<KnownCase>,
  context: DecisionContext<AlertSettings>,
): Commit {
  const at = new Date(Math.min(Date.parse(alert.timestamp), context.nowMs)).toISOString();
  const expiresAt = Math.ceil(context.nowMs / 1000) + CURRENT_SECONDS;
  const sinceOpenedMs = current ? Date.parse(at) - Date.parse(current.openedAt) : CASE_WINDOW_MS;
  const belongs = current && Math.abs(sinceOpenedMs) < CASE_WINDOW_MS;
  const caseId = belongs ? current.caseId : context.newId();
  const opening: Put[] = [putIfAbsent(alertCases, newCase(alert, caseId, at))];
  if (!belongs && sinceOpenedMs > 0)
    opening.push(pointTo(alert, { caseId, openedAt: at, lastAt: at, expiresAt }, current));
  const writes = belongs ? addToCase(alert, { at, expiresAt }, current) : opening;
  const events = alert.type === 'risk.alert.critical' ? pages(alert, caseId, context) : [];
  return commit({ writes, events });
}

function newCase(alert: Alert, caseId: string, at: string): AlertCase {
  const { data } = alert;
  return {
    pk: `case#${caseId}`,
    sk: ALONE,
    version: 1,
    subjectType: data.subject_type ?? 'subject',
    subjectId: data.subject_id,
    ...severityOf(alert),
    reasons: data.reasons ?? [],
    alerts: 1,
    status: 'open',
    openedAt: at,
    lastAt: at,
  };
}

function addToCase(alert: Alert, { at, expiresAt }: { at: string; expiresAt: number }, current: CurrentCase): Write[] {
  const { caseId, openedAt } = current;
  const lastAt = at > current.lastAt ? at : current.lastAt;
  const worst =
    severityOf(alert).score > current.score ? severityOf(alert) : { level: current.level, score: current.score };
  return [
    pointTo(alert, { caseId, openedAt, lastAt, expiresAt, ...worst }, current),
    add(ref(alertCases, `case#${caseId}`), { alerts: 1, version: 1 }, { ...worst, lastAt }),
  ];
}

type Pointer = Pick<CurrentCase, 'caseId' | 'openedAt' | 'lastAt' | 'expiresAt'> & Partial<CurrentCase>;

function pointTo(alert: Alert, pointer: Pointer, current: CurrentCase | undefined): Put {
  const { pk, sk } = currentCaseOf(alert).current;
  const item = { pk, sk, ...severityOf(alert), ...pointer, version: (current?.version ?? 0) + 1 };
  return put(currentCases, item, unchangedSince(current, 'version'));
}

/** An alert that does not say its level has that of its topic. */
function severityOf({ type, data }: Pick<Alert, 'type' | 'data'>) {
  const { level = type === 'risk.alert.critical' ? 'critical' : 'high', score = 0 } = data;
  return { level, score };
}

/** Same rules in another order are the same case. */
function rulesOf({ reasons = [] }: Alert['data']): string[] {
  return [...reasons].sort();
}

function pages({ id, data }: Alert, caseId: string, { settings }: DecisionContext<AlertSettings>): NewEvent[] {
  const subject = `Critical risk alert: ${data.subject_type ?? 'subject'} ${data.subject_id}`;
  const body = `Score ${data.score ?? '?'} (${(data.reasons ?? []).join(', ')}). Case ${caseId}.`;
  const told = { subject, body, cause_event_id: id, category: 'security' as const };
  return [
    ...settings.ADMIN_EMAILS.map((to) => notificationEmail({ to, ...told })),
    ...settings.ADMIN_PHONES.map((to) => notificationSms({ to, ...told })),
  ];
}

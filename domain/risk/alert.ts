/** Alert cases in the admins' list: one per subject and fired rules in ten minutes; later alerts add to it. */
import * as z from 'zod';
import { notificationEmail, notificationSms } from '../../events/notification.ts';
import type { riskAlertHigh } from '../../events/risk.ts';
import { type Commit, commit, type Loaded, type Surroundings } from '../../lib/commit/commit.ts';
import type { Envelope } from '../../lib/envelope/envelope.ts';
import type { DataOf, NewEvent } from '../../lib/envelope/event.ts';
import {
  ALONE,
  add,
  type Condition,
  check,
  defineTable,
  type Item,
  put,
  putIfAbsent,
  type Ref,
  ref,
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

/** The case that alerts of this subject and rules go to now. */
export interface CurrentCase extends Item {
  caseId: string;
  openedAt: string;
}

export const alertCases = defineTable<AlertCase>({
  name: 'alertCases',
  indexes: { byStatus: { partition: 'status', sort: 'lastAt' } },
});
export const currentCases = defineTable<CurrentCase>({ name: 'currentCases' });

const CASE_WINDOW_MS = 600_000;

type Alert = Envelope<DataOf<typeof riskAlertHigh>>;
export type KnownCase = { current: Ref<CurrentCase> };

export function currentCaseOf({ data }: Alert): KnownCase {
  return { current: ref(currentCases, `${data.subject_type ?? 'subject'}#${data.subject_id}#${rulesOf(data)}`) };
}

/** Opens a case, or adds to the one of the last ten minutes. Which of the two is decided by the alert's own time. */
export function raiseAlert(
  alert: Alert,
  { current }: Loaded<KnownCase>,
  surroundings: Surroundings<AlertSettings>,
): Commit {
  const isNew = !current || Date.parse(alert.timestamp) - Date.parse(current.openedAt) >= CASE_WINDOW_MS;
  const caseId = isNew ? surroundings.newId() : current.caseId;
  const writes = isNew ? openCase(alert, caseId, current) : addToCase(alert, caseId, current);
  const events = alert.type === 'risk.alert.critical' ? pages(alert, caseId, surroundings) : [];
  return commit({ writes, events });
}

function openCase(alert: Alert, caseId: string, current: CurrentCase | undefined): Write[] {
  const { data, timestamp } = alert;
  const { pk, sk } = currentCaseOf(alert).current;
  const pointer = put(currentCases, { pk, sk, caseId, openedAt: timestamp }, stillIs(current));
  const opened: AlertCase = {
    pk: `case#${caseId}`,
    sk: ALONE,
    version: 1,
    subjectType: data.subject_type ?? 'subject',
    subjectId: data.subject_id,
    ...severityOf(alert),
    reasons: data.reasons ?? [],
    alerts: 1,
    status: 'open',
    openedAt: timestamp,
    lastAt: timestamp,
  };
  return [pointer, putIfAbsent(alertCases, opened)];
}

function addToCase(alert: Alert, caseId: string, current: CurrentCase): Write[] {
  const { timestamp } = alert;
  const place = ref(alertCases, `case#${caseId}`);
  const pointer = ref(currentCases, current.pk, current.sk);
  return [
    check(pointer, { equals: { caseId } }),
    add(place, { alerts: 1, version: 1 }, { ...severityOf(alert), lastAt: timestamp }),
  ];
}

function stillIs(current: CurrentCase | undefined): Condition {
  return current ? { equals: { caseId: current.caseId } } : { absent: true };
}

/** An alert that does not say its level has that of its topic. */
function severityOf({ type, data }: Pick<Alert, 'type' | 'data'>) {
  const { level = type === 'risk.alert.critical' ? 'critical' : 'high', score = 0 } = data;
  return { level, score };
}

/** Same rules in another order are the same case. */
function rulesOf({ reasons = [] }: Alert['data']): string {
  return [...reasons].sort().join('+');
}

function pages({ id, data }: Alert, caseId: string, { settings }: Surroundings<AlertSettings>): NewEvent[] {
  const subject = `Critical risk alert: ${data.subject_type ?? 'subject'} ${data.subject_id}`;
  const body = `Score ${data.score ?? '?'} (${(data.reasons ?? []).join(', ')}). Case ${caseId}.`;
  const told = { subject, body, cause_event_id: id, category: 'security' as const };
  return [
    ...settings.ADMIN_EMAILS.map((to) => notificationEmail({ to, ...told })),
    ...settings.ADMIN_PHONES.map((to) => notificationSms({ to, ...told })),
  ];
}

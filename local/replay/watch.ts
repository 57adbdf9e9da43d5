/** Observes an invocation from outside: its records, what it published, the e-mails it sent. */

import type { Inbox, ReceivedEmail } from '../../lib/mail/inbox.ts';
import {
  type PublishReport,
  type RecordReport,
  recordPublished,
  recordSettled,
} from '../../lib/observability/signals.ts';
import { headerNamed, type RecordJson, toRecordJson } from '../recordJson.ts';
import type { Waiting } from './waiting.ts';

export interface Effects {
  emails: ReceivedEmail[];
  sms: never[];
  webhooks: never[];
  published: RecordJson[];
  deadLetters: RecordJson[];
}

export interface Seen {
  reports: RecordReport[];
  effects: Effects;
}

/** Where effects show: the inbox, and the outbox where nothing leaves it from here. */
export interface Outside {
  inbox: Inbox;
  waiting: Waiting | undefined;
}

/** Emails are told apart by function and time only: a stack at work on the same state may add its own. */
export async function watch(name: string, { inbox, waiting }: Outside, work: () => Promise<void>): Promise<Seen> {
  const reports: RecordReport[] = [];
  const records: RecordJson[] = [];
  const settled = (report: unknown) => reports.push(report as RecordReport);
  const sent = (report: unknown) => records.push(toRecordJson((report as PublishReport).record));
  const before = inbox.position();
  recordSettled.subscribe(settled);
  recordPublished.subscribe(sent);
  try {
    await work();
  } finally {
    recordSettled.unsubscribe(settled);
    recordPublished.unsubscribe(sent);
  }
  for (const record of (await waiting?.sinceOpened()) ?? []) records.push(toRecordJson(record));
  const emails = inbox.list(inbox.position() - before, before).filter((email) => email.function === name);
  const published = records.filter((record) => !isLetter(record));
  const deadLetters = records.filter(isLetter);
  return { reports, effects: { emails, sms: [], webhooks: [], published, deadLetters } };
}

function isLetter(record: RecordJson): boolean {
  return headerNamed(record, 'x-dead-letter-id') !== undefined;
}

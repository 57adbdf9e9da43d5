/** Observes an invocation from outside: its records, what it published, what it sent. */
import {
  type PublishReport,
  type RecordReport,
  recordPublished,
  recordSettled,
} from '../../lib/observability/signals.ts';
import type { Outside, Sent } from '../outside.ts';
import { headerNamed, type RecordJson, toRecordJson } from '../recordJson.ts';
import type { Waiting } from './waiting.ts';

/** Messages sent, by the name of the port's list, such as `emails`, and records published. */
export type Effects = Sent & { published: RecordJson[]; deadLetters: RecordJson[] };

export interface Seen {
  reports: RecordReport[];
  effects: Effects;
}

/** Where effects show: what stands for the providers, and the outbox where nothing leaves it from here. */
export interface Watched {
  outside: Outside;
  waiting: Waiting | undefined;
}

export async function watch(name: string, { outside, waiting }: Watched, work: () => Promise<void>): Promise<Seen> {
  const reports: RecordReport[] = [];
  const records: RecordJson[] = [];
  const settled = (report: unknown) => reports.push(report as RecordReport);
  const published = (report: unknown) => records.push(toRecordJson((report as PublishReport).record));
  const sentSince = outside.watch(name);
  recordSettled.subscribe(settled);
  recordPublished.subscribe(published);
  try {
    await work();
  } finally {
    recordSettled.unsubscribe(settled);
    recordPublished.unsubscribe(published);
  }
  for (const record of (await waiting?.sinceOpened()) ?? []) records.push(toRecordJson(record));
  const events = records.filter((record) => !isLetter(record));
  const deadLetters = records.filter(isLetter);
  return { reports, effects: { ...sentSince(), published: events, deadLetters } };
}

function isLetter(record: RecordJson): boolean {
  return headerNamed(record, 'x-dead-letter-id') !== undefined;
}

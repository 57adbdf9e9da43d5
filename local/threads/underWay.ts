/** Describes an invocation for people: which records, which request, which turn of a job. */
import { fromMskEvent, isMskEvent } from '../../lib/msk/mskEvent.ts';
import { shown } from '../../lib/text/shown.ts';

const LONGEST = 200;

/** `payment.success-1@1042…1050`; the text is bounded. */
export function underWay(event: string): string {
  const parsed: unknown = JSON.parse(event);
  return shown(isMskEvent(parsed) ? describeRecords(fromMskEvent(parsed)) : describeOther(parsed), LONGEST);
}

function describeRecords(records: ReturnType<typeof fromMskEvent>): string {
  const ranges = new Map<string, { first: number; last: number }>();
  for (const { topic, partition, offset } of records) {
    const name = `${topic}-${partition}`;
    const { first = offset } = ranges.get(name) ?? {};
    ranges.set(name, { first, last: offset });
  }
  const texts = [...ranges].map(([name, { first, last }]) => `${name}@${first === last ? first : `${first}…${last}`}`);
  return texts.join(', ');
}

function describeOther(event: unknown): string {
  const { requestContext, time } = (event ?? {}) as { requestContext?: { http?: unknown }; time?: unknown };
  const { method, path } = (requestContext?.http ?? {}) as { method?: unknown; path?: unknown };
  if (typeof method === 'string') return `${method} ${String(path)}`;
  return typeof time === 'string' ? `the run of ${time}` : 'an invocation';
}

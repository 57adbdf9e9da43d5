/** Describes the result of a replay for people. */
import { tellSent } from '../outside.ts';
import { headerNamed, type RecordJson } from '../recordJson.ts';
import type { RecordResult, Replayed } from './replay.ts';

export function summaryOf({ function: name, response, records, effects }: Replayed): string {
  const lines = [
    ...records.flatMap(describeRecord),
    ...(records.length === 0 ? describeResponse(response) : []),
    ...tellSent(effects),
    ...effects.published.map((record) => `published ${describePlace(record)}`),
    ...effects.deadLetters.map(
      (letter) => `dead letter ${describePlace(letter)}: ${headerNamed(letter, 'x-error-message')}`,
    ),
  ];
  return [name, ...lines.map((line) => `  ${line}`), ''].join('\n');
}

function describeRecord(record: RecordResult): string[] {
  const { topic, partition, offset, type, eventId, outcome, attempts, errorClass, errorCode, durationMs } = record;
  const { error, reason, stack = '', failedAt } = record;
  const before = failedAt && `dead-lettered before at ${failedAt}: not run again; --again runs it`;
  const unread = wasRead(record) ? 'unreadable' : 'not read';
  const what = type === null ? unread : `${type} ${eventId ?? ''}`.trimEnd();
  const why = errorCode === undefined ? '' : ` ${errorClass} ${errorCode}`;
  const tries = attempts > 1 ? `, ${attempts} tries` : '';
  const line = `${topic}-${partition}@${offset}  ${what}  ${outcome}${why}  (${durationMs} ms${tries})`;
  return [
    line,
    ...[before ?? '', error ?? '', reason ?? '', ...stack.split('\n')]
      .filter((told) => told !== '')
      .map((told) => `  ${told}`),
  ];
}

/** A record that goes back untouched, or that ended the process, was not read at all. */
function wasRead({ outcome, errorCode }: RecordResult): boolean {
  return outcome === 'dead-letter' && errorCode !== 'CRASHED';
}

function describeResponse(response: unknown): string[] {
  if (typeof response !== 'object' || response === null || !('statusCode' in response)) {
    return [`answered ${JSON.stringify(response)}`];
  }
  const { statusCode, body } = response as { statusCode: unknown; body?: unknown };
  return [`answered ${statusCode} ${body ?? ''}`.trimEnd()];
}

function describePlace({ topic, partition, offset, key }: RecordJson): string {
  const place =
    offset === null ? `${topic} (by the stack’s relay, within a minute)` : `${topic}-${partition}@${offset}`;
  return `${place} key ${key ?? '(none)'}`;
}

/** The relay refuses a row whose writer never declared its topic, whoever let the row in. */
import { isLetter } from '../deadLetter/letter.ts';
import { Fault } from '../errors/fault.ts';
import type { NewRecord } from '../kafka/record.ts';
import { shown } from '../text/shown.ts';
import type { OutboxRow } from './outbox.ts';

/** By function: the topics that its config declares. */
export type Writers = Readonly<Record<string, readonly string[]>>;

export type RefusalOf = (row: OutboxRow, records: readonly NewRecord[]) => Fault | undefined;

/** A deployment changes its functions one after the other: a row of a newer writer may come before the newer relay does. */
const DEPLOYMENT_MS = 15 * 60_000;

/**
 * UNDECLARED while a deployment may explain it: the row stays, and the next run looks again. WRITER_REFUSED later: the row
 * is parked, and an operator decides. Letters are the engine's own, and go to the dead letter topic of any record. A row
 * without a writer is from before writers were kept, and may go where some function writes.
 */
export function refusalBy(writers: Writers, now: () => number): RefusalOf {
  const byWriter = new Map(Object.entries(writers).map(([name, topics]) => [name, new Set(topics)]));
  const anyones = new Set(Object.values(writers).flat());
  return ({ writer, storedAt, pk, sk }, records) => {
    const declared = writer === undefined ? anyones : byWriter.get(writer);
    const other = records.find((record) => !declared?.has(record.topic) && !isLetter(record));
    if (!other) return undefined;
    const code = now() - Date.parse(storedAt) < DEPLOYMENT_MS ? 'UNDECLARED' : 'WRITER_REFUSED';
    const who = writer === undefined ? 'no function' : shown(writer);
    const mend = `add publishes(…) to its config.ts, run npm run docs and deploy, or discard the row`;
    return new Fault(
      code,
      `${who} declares ${shown(other.topic)}, as ${shown(pk)} at version ${Number(sk)} needs: ${mend}`,
    );
  };
}

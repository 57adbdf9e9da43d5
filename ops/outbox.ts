/** `ops outbox list|retry|discard`: the rows that the broker refused for good. */

import { randomUUID } from 'node:crypto';
import { audit } from '../lib/audit/audit.ts';
import { type OutboxRow, outbox, versionKey } from '../lib/outbox/outbox.ts';
import { discard, parkedRows, unpark } from '../lib/outbox/parking.ts';
import type { Store } from '../lib/store/store.ts';
import { UsageError } from '../local/usageError.ts';
import { type Command, parseOptions } from './command.ts';
import { type OpenedStore, openStore } from './openStore.ts';
import { operatorEntry } from './operatorEntry.ts';

const help = `npm run -s ops -- outbox list
npm run -s ops -- outbox retry <stream> <version> | --all
npm run -s ops -- outbox discard <stream> <version> --reason TEXT

Rows of the outbox that the broker refused for good (too large, or a bad record) are parked: they wait, and with them all
that follows in their stream. Put right what was wrong, then retry: the relay sends within a minute. Or discard a row: its
events are never published, and what follows it is; who did it and why stays in the table audit.

  --all          every parked row
  --reason TEXT  why the events may be lost
  --state DIR    the stack's state folder, default .local; with ADAPTERS=aws, TABLE_PREFIX and BUCKET name the stage's
  --json         an array of {"stream", "version", "topics", "storedAt", "parkedAt", "errorCode", "error"}
`;

const options = {
  all: { type: 'boolean', default: false },
  reason: { type: 'string' },
  state: { type: 'string' },
} as const;
const usage = 'See npm run ops -- outbox --help.';

export const outboxCommand: Command = {
  summary: 'lists what the broker refused for good, sends it again, or discards it',
  help,
  run: async (args, print) => {
    const { values, positionals } = parseOptions('outbox', args, options);
    const [verb = '', ...named] = positionals;
    if (!isVerb(verb)) throw new UsageError(`Expected list, retry or discard, came ${verb || 'nothing'}. ${usage}`);
    const reason = values.reason?.trim() ?? '';
    if (verb === 'discard' && reason === '') throw new UsageError('Say why with --reason: it is kept for ever.');
    const opened = await openStore([outbox, audit], values.state);
    try {
      const parked = await parkedRows(opened.store);
      const isAll = verb === 'list' || (verb === 'retry' && values.all);
      const chosen = isAll ? parked : [chooseRow(parked, named)];
      for (const row of chosen) {
        if (verb === 'retry') await retryRow(row, opened.store);
        if (verb === 'discard') await discardRow(row, reason, opened);
      }
      print(values.json ? JSON.stringify(chosen.map(viewOf)) : textOf(verb, chosen.map(viewOf)));
      return 0;
    } finally {
      await opened.store.close();
    }
  },
};

const said = { list: 'parked', retry: 'put back, the relay sends it within a minute', discard: 'discarded' } as const;
type Verb = keyof typeof said;

function isVerb(text: string): text is Verb {
  return Object.hasOwn(said, text);
}

/** A parked row as operators see it. */
interface ParkedRow {
  stream: string;
  version: number;
  topics: string[];
  storedAt: string;
  parkedAt: string;
  errorCode: string;
  error: string;
}

function chooseRow(parked: readonly OutboxRow[], [stream, version, ...rest]: readonly string[]): OutboxRow {
  if (stream === undefined || version === undefined || rest.length > 0 || !/^\d+$/.test(version))
    throw new UsageError(`Expected a stream and a version, as outbox list shows them. ${usage}`);
  const row = parked.find(({ pk, sk }) => pk === stream && sk === versionKey(Number(version)));
  if (!row) throw new UsageError(`No row of ${stream} at version ${version} is parked; see outbox list.`);
  return row;
}

async function retryRow(row: OutboxRow, store: Store): Promise<void> {
  const [outcome] = await store.writeEach([unpark(row)]);
  if (outcome?.kind === 'fault') throw outcome.fault;
  if (outcome?.kind !== 'done') throw changedMeanwhile(row);
}

/** The row goes and the entry comes in one transaction; the bytes in the object store go last. */
async function discardRow(row: OutboxRow, reason: string, { store, objects }: OpenedStore): Promise<void> {
  const { topics, error: _, ...details } = viewOf(row);
  const act = { subject: `outbox#${row.pk}`, action: 'outbox.discard', reason };
  const entry = operatorEntry({ ...act, details: { ...details, topics: topics.join(' ') } });
  const failures = await store.transact([discard(row), entry], randomUUID());
  if (failures.length > 0) throw changedMeanwhile(row);
  if (row.object !== undefined) await objects.remove(row.object);
}

function changedMeanwhile({ pk, sk }: OutboxRow): UsageError {
  return new UsageError(`The row of ${pk} at version ${Number(sk)} was changed meanwhile; see outbox list.`);
}

function viewOf(row: OutboxRow): ParkedRow {
  const { pk, sk, storedAt, parkedAt = '', errorCode = '', error = '', records = [] } = row;
  const topics = [...new Set(records.map(({ topic }) => topic))];
  return { stream: pk, version: Number(sk), topics, storedAt, parkedAt, errorCode, error };
}

function textOf(verb: Verb, rows: readonly ParkedRow[]): string {
  if (rows.length === 0) return 'Nothing is parked.';
  return rows
    .map(({ stream, version, errorCode, parkedAt, error }) => {
      return `${stream} version ${version}: ${said[verb]}; ${errorCode} at ${parkedAt}: ${error}`;
    })
    .join('\n');
}

/** `ops due list|retry|discard`: the records that a function is given at a later time. */

import { randomUUID } from 'node:crypto';
import { audit } from '../lib/audit/audit.ts';
import { type DueRow, due } from '../lib/due/dueRow.ts';
import { discardDue, parkedDue, unparkDue, waitingRow, waitingRows } from '../lib/due/listed.ts';
import { placeOf } from '../lib/kafka/record.ts';
import { UsageError } from '../local/usageError.ts';
import { type Command, parseOptions } from './command.ts';
import { type OpenedStore, openStore } from './openStore.ts';
import { operatorEntry } from './operatorEntry.ts';

const help = `npm run -s ops -- due list [--limit N]
npm run -s ops -- due retry <row>
npm run -s ops -- due discard <row> --reason TEXT

Records that are given to a function at a later time: those that are parked, because their function or their bytes are
missing, and the first that wait, in the order of their times. Put right what was wrong, then retry a parked one: the
job gives it within a minute. Or discard a row, parked or waiting: its function never gets the record; who did it and why
stays in the table audit.

  --limit N      so many that wait, 100 without it
  --reason TEXT  why the record may be lost
  --state DIR    the stack's state folder, default .local; with ADAPTERS=aws, TABLE_PREFIX and BUCKET name the stage's
  --json         an array of {"row", "function", "record", "dueAt", "storedAt", "deferrals", "crashes", "parkedAt", "errorCode", "error"}
`;

const options = { reason: { type: 'string' }, state: { type: 'string' }, limit: { type: 'string' } } as const;
const usage = 'See npm run ops -- due --help.';
const DEFAULT_LIMIT = 100;
const MOST_SHOWN = 999;

export const dueCommand: Command = {
  summary: 'lists what is due at a later time, puts back what is parked, or discards it',
  help,
  run: async (args, print) => {
    const { values, positionals } = parseOptions('due', args, options);
    const [verb = '', ...named] = positionals;
    if (!isVerb(verb)) throw new UsageError(`Expected list, retry or discard, came ${verb || 'nothing'}. ${usage}`);
    const reason = values.reason?.trim() ?? '';
    if (verb === 'discard' && reason === '') throw new UsageError('Say why with --reason: it is kept for ever.');
    const opened = await openStore([due, audit], values.state);
    try {
      const parked = await parkedDue(opened.store);
      const rows = [...parked, ...(await waitingFor(verb, { name: named[0], limit: values.limit }, opened))];
      const chosen = verb === 'list' ? rows : [chooseRow(rows, named)];
      for (const row of chosen) {
        if (verb === 'retry') await write(unparkDue(row), row, opened);
        if (verb === 'discard') await discardRow(row, reason, opened);
      }
      print(values.json ? JSON.stringify(chosen.map(viewOf)) : textOf(verb, chosen));
      return 0;
    } finally {
      await opened.store.close();
    }
  },
};

type Wanted = { name: string | undefined; limit: string | undefined };

async function waitingFor(verb: Verb, { name, limit }: Wanted, opened: OpenedStore): Promise<DueRow[]> {
  if (verb === 'list') return await listed(limit, opened);
  return verb === 'discard' && name !== undefined ? await waitingRow(opened.store, name) : [];
}

/** The first that wait. A list that is cut says so. */
async function listed(limitText: string | undefined, { store }: OpenedStore): Promise<DueRow[]> {
  const limit = toLimit(limitText);
  const found = await waitingRows(store, limit + 1);
  if (found.length > limit)
    process.stderr.write(`More wait than these ${limit}: --limit N shows up to ${MOST_SHOWN}.\n`);
  return found.slice(0, limit);
}

function toLimit(text = String(DEFAULT_LIMIT)): number {
  const limit = Number(text);
  if (/^\d+$/.test(text) && limit >= 1 && limit <= MOST_SHOWN) return limit;
  throw new UsageError(`--limit expects a number from 1 to ${MOST_SHOWN}, came ${text}. ${usage}`);
}

const said = { list: '', retry: 'put back, the job gives it within a minute; ', discard: 'discarded; ' } as const;
type Verb = keyof typeof said;

function isVerb(text: string): text is Verb {
  return Object.hasOwn(said, text);
}

function chooseRow(rows: readonly DueRow[], [name, ...rest]: readonly string[]): DueRow {
  if (name === undefined || rest.length > 0) throw new UsageError(`Expected one row, as due list shows it. ${usage}`);
  const row = rows.find(({ sk }) => sk === name);
  if (!row) throw new UsageError(`No such row is there: ${name}; see due list.`);
  return row;
}

async function write(writes: ReturnType<typeof unparkDue>, row: DueRow, { store }: OpenedStore): Promise<void> {
  const failures = await store.transact(writes, randomUUID());
  if (failures.length > 0) throw new UsageError(`The row ${row.sk} was changed meanwhile; see due list.`);
}

/** The row goes and the entry comes in one transaction; the bytes in the object store go last. */
async function discardRow(row: DueRow, reason: string, opened: OpenedStore): Promise<void> {
  const { row: name, error: _, ...details } = viewOf(row);
  const entry = operatorEntry({ subject: `due#${name}`, action: 'due.discard', reason, details });
  await write([discardDue(row), entry], row, opened);
  if (row.object !== undefined) await opened.objects.remove(row.object);
}

/** A row as operators see it: never the record's key, which can be an address. */
function viewOf(row: DueRow) {
  const { sk, function: name, dueAt, storedAt, deferrals, crashes, parkedAt = '', errorCode = '', error = '' } = row;
  return {
    row: sk,
    function: name,
    record: placeOf(row),
    dueAt,
    storedAt,
    deferrals,
    crashes,
    parkedAt,
    errorCode,
    error,
  };
}

function textOf(verb: Verb, rows: readonly DueRow[]): string {
  if (rows.length === 0) return 'Nothing is due.';
  return rows
    .map(viewOf)
    .map(({ row, function: name, record, dueAt, parkedAt, errorCode, error }) => {
      const state = parkedAt === '' ? `due at ${dueAt}` : `parked; ${errorCode} at ${parkedAt}: ${error}`;
      return `${row}: ${record} for ${name}, ${said[verb]}${state}`;
    })
    .join('\n');
}

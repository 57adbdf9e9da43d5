/** Rows that the broker refuses for good: set aside with the reason, until an operator sends them again or discards them. */
import type { Clock } from '../clock/clock.ts';
import { type ErrorCode, Fault } from '../errors/fault.ts';
import { type Log, redact } from '../observability/log.ts';
import { type Change, change, type Ref, remove, type Store, type Write } from '../store/store.ts';
import { shown } from '../text/shown.ts';
import { type OutboxRow, outbox, shardOf } from './outbox.ts';

/** Another try can't end otherwise. What an outage, a missing topic or a missing permission refuses is sent later. */
const refusedForGood: ReadonlySet<ErrorCode> = new Set([
  'RECORD_TOO_LARGE',
  'RECORD_REFUSED',
  'OBJECT_MISSING',
  'WRITER_REFUSED',
]);

export function isRefusedForGood(fault: Fault): boolean {
  return refusedForGood.has(fault.code);
}

/** Sets the row aside, if nobody sent or parked it meanwhile. Alarms go by the line `outbox.parked`. */
export async function park(
  row: OutboxRow,
  fault: Fault,
  { store, log, now }: { store: Store; log: Log; now: Clock },
): Promise<void> {
  const { shard = shardOf(row.pk) } = row;
  const error = redact(fault.message);
  const set = { parked: 'parked', parkedAt: new Date(now()).toISOString(), errorCode: fault.code, error };
  const [outcome] = await store.writeEach([change(refOfRow(row), { equals: { shard } }, set, 'shard')]);
  if (outcome?.kind === 'fault') throw outcome.fault;
  if (outcome?.kind !== 'done') return;
  log.error('outbox.parked', { stream: row.pk, version: Number(row.sk), errorCode: fault.code, error });
}

/** The fault of a drain that must leave a stream alone, because a row of it is parked. */
export function parkedFault({ pk, sk }: OutboxRow, cause?: Fault): Fault {
  const detail = `${shown(pk)} at version ${Number(sk)}; see npm run ops -- outbox list`;
  return new Fault('STREAM_PARKED', detail, cause && { cause });
}

/** Every parked row, the longest parked first. */
export async function parkedRows(store: Pick<Store, 'query'>): Promise<OutboxRow[]> {
  const rows: OutboxRow[] = [];
  let page: string | undefined;
  do {
    const found = await store.query({ table: outbox, index: 'byParked', partition: 'parked' }, {}, page);
    rows.push(...found.items);
    page = found.next;
  } while (page !== undefined);
  return rows;
}

/** Puts the row back where the relay finds it; holds only while it is parked as it was read. */
export function unpark(row: OutboxRow): Change {
  return change(refOfRow(row), asParked(row), { shard: shardOf(row.pk) }, 'parked');
}

/** Takes the row away for good, what follows it in its stream goes on. Holds only while it is parked as it was read. */
export function discard(row: OutboxRow): Write {
  return remove(refOfRow(row), asParked(row));
}

function asParked({ parkedAt = '' }: OutboxRow) {
  return { equals: { parked: 'parked', parkedAt } };
}

function refOfRow({ pk, sk }: OutboxRow): Ref<OutboxRow> {
  return { table: outbox, pk, sk };
}

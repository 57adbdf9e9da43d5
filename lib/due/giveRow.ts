/** Gives one row due to its function, and acts on what the function answers. */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock/clock.ts';
import { Fault, toFault } from '../errors/fault.ts';
import { type Invoked, type InvokeFunction, isWaiting } from '../invoke/invoke.ts';
import { toMskEvent } from '../msk/mskEvent.ts';
import type { Objects } from '../objects/objects.ts';
import { type Log, redact } from '../observability/log.ts';
import { change, putIfAbsent, type Ref, type Store } from '../store/store.ts';
import { toClientContext } from './dueCall.ts';
import { type DueRow, due, PARKED, recordOf, workedOff } from './dueRow.ts';

export interface DueWorker {
  store: Store;
  objects: Objects;
  invoke: InvokeFunction;
  log: Log;
  now: Clock;
  sleep(ms: number): Promise<unknown>;
}

/** So many runs whose process ended prove that it is the record: the function then gives it up, unread. */
const RUNS_TO_PROVE = 2;

/** No cluster sent it. */
const source = { arn: '', bootstrapServers: '' };

/** `done`: the row is gone. Faults are those of the port and the store: the row then comes again. */
export async function giveRow(
  row: DueRow,
  worker: DueWorker,
  signal: AbortSignal,
): Promise<'done' | 'waiting' | 'parked'> {
  const bytes = row.object === undefined ? undefined : await worker.objects.get(row.object, signal);
  const record = recordOf(row, bytes);
  if (!record) return (await isGone(row, worker)) ? 'done' : await park(row, missing(row), worker);
  const { pk, sk, deferrals, crashes, function: name } = row;
  const clientContext = toClientContext({ pk, sk, deferrals, isCrashed: crashes >= RUNS_TO_PROVE });
  const call = { name, event: toMskEvent([record], source), clientContext, signal };
  const invoked = await worker.invoke(call).catch((error: unknown) => {
    const fault = toFault(error);
    if (fault.code === 'FUNCTION_MISSING') return fault;
    throw fault;
  });
  if (invoked instanceof Fault) return await park(row, invoked, worker);
  return await settle(row, invoked, worker);
}

async function settle(row: DueRow, invoked: Invoked, worker: DueWorker): Promise<'done' | 'waiting'> {
  const { store, log } = worker;
  if (invoked.kind === 'answered') {
    // The function takes it away with what it writes; where it wrote nothing (a repeat, a skip), nobody did yet.
    if (!(await isGone(row, worker))) await store.transact([workedOff(row, row.function)], randomUUID());
    if (row.object !== undefined) await worker.objects.remove(row.object);
    return 'done';
  }
  const line = { function: row.function, row: row.sk, error: invoked.error };
  if (invoked.kind === 'ended') {
    log.error('due.crashed', { ...line, crashes: row.crashes + 1 });
    const counted = change(refOf(row), { equals: { crashes: row.crashes } }, { crashes: row.crashes + 1 });
    await store.transact([counted], randomUUID());
  } else if (isWaiting(invoked)) log.info('due.waits', line);
  else log.warn('due.waits', line);
  return 'waiting';
}

/** Sets the row aside: another run can't end otherwise. Alarms go by the line `due.parked`. */
async function park(row: DueRow, fault: Fault, { store, log, now }: DueWorker): Promise<'parked' | 'done'> {
  const error = redact(fault.message);
  const told = { parkedAt: new Date(now()).toISOString(), errorCode: fault.code, error };
  const writes = [workedOff(row, row.function), putIfAbsent(due, { ...row, pk: PARKED, ...told })];
  const failures = await store.transact(writes, randomUUID());
  if (failures.length > 0) return 'done';
  log.error('due.parked', { function: row.function, row: row.sk, errorCode: fault.code, error });
  return 'parked';
}

async function isGone(row: DueRow, { store }: DueWorker): Promise<boolean> {
  const [still] = await store.read([refOf(row)]);
  return still === undefined;
}

function missing({ object }: DueRow): Fault {
  return new Fault('OBJECT_MISSING', `a row due points at ${object}`);
}

function refOf({ pk, sk }: DueRow): Ref<DueRow> {
  return { table: due, pk, sk };
}

/** The one place that writes what a decision decided: objects first, then everything else in one transaction. */
import { randomUUID } from 'node:crypto';
import { type CompleteEvent, encode } from '../envelope/encode.ts';
import type { NewEvent } from '../envelope/event.ts';
import { Fault } from '../errors/fault.ts';
import type { Objects } from '../objects/objects.ts';
import type { Trace } from '../observability/trace.ts';
import { outboxRow, type PlannedRow, type Shipment, type StoredRow } from '../outbox/outbox.ts';
import type { Put, Store, Write, WriteFailure } from '../store/store.ts';
import type { Commit } from './commit.ts';

/** The first version of an entity: its row is sent without a look at earlier rows of the stream. */
const FIRST_VERSION = 1;

export interface Planning {
  /** Asked for only where events follow. */
  trace(): Trace;
  nowMs: number;
  newId(): string;
}

export interface Writing extends Planning {
  store: Store;
  objects: Objects;
}

/** The writes, objects and outbox rows that a commit comes to. The first write recognises repeats where `hasOnce` says so. */
export interface Plan {
  hasOnce: boolean;
  writes: readonly Write[];
  objects: Commit['objects'];
  /** To be drained once they are written. */
  rows: readonly StoredRow[];
}

export interface CarriedOut {
  /** Empty: done. `once` stands for the put that recognises repeats, `write` for any other condition. */
  failures: (WriteFailure & { of: 'once' | 'write' })[];
  rows: readonly StoredRow[];
}

/** `mark` is the engine's own put-if-absent, used where the commit brings no `once`. Faults: EVENT_INVALID, EVENT_TOO_LARGE. */
export function planOf(commit: Commit, mark: Put | undefined, planning: Planning): Plan {
  const chosen = commit.once ?? mark;
  const once = chosen === 'version' ? undefined : chosen;
  const hasOnce = once !== undefined;
  if (commit.events.length === 0) {
    return { hasOnce, writes: once ? [once, ...commit.writes] : commit.writes, objects: commit.objects, rows: [] };
  }
  const nowIso = new Date(planning.nowMs).toISOString();
  const shipments = shipmentsOf(commit.events, planning);
  const rows = shipments.map((shipment) => outboxRow(shipment, nowIso, planning.newId));
  return {
    hasOnce,
    writes: [...(once ? [once] : []), ...commit.writes, ...rows.map((row) => row.write)],
    objects: [...commit.objects, ...objectsOf(rows)],
    rows,
  };
}

/** Faults: those of planOf, STORE_LIMIT, STORE_UNAVAILABLE, OBJECTS_UNAVAILABLE. */
export async function carryOut(commit: Commit, mark: Put | undefined, writing: Writing): Promise<CarriedOut> {
  return await carryOutPlan(planOf(commit, mark, writing), writing);
}

export async function carryOutPlan(
  plan: Plan,
  { store, objects }: Pick<Writing, 'store' | 'objects'>,
): Promise<CarriedOut> {
  const { hasOnce, writes, rows } = plan;
  await putObjects(plan, objects);
  if (writes.length === 0) return { failures: [], rows: [] };
  const failures = await store.transact(writes, randomUUID());
  if (failures.length > 0) await removeObjects(plan, objects);
  return { failures: failures.map((failure) => ({ ...failure, of: partOf(hasOnce, failure) })), rows };
}

export async function putObjects(plan: Plan, objects: Objects): Promise<void> {
  await Promise.all(plan.objects.map((object) => objects.put(object.name, object.bytes)));
}

/** Removes the objects of a plan that was surely not written. Their names are the plan's own: no other row points at them. */
export async function removeObjects({ rows }: Plan, objects: Objects): Promise<void> {
  await Promise.all(rows.flatMap(({ row }) => (row.object ? [objects.remove(row.object)] : [])));
}

/** Whether the commit's own item says that it was written before; the plan's writes begin at `from` among those asked for. */
export function isOnceThere({ hasOnce }: Plan, failures: readonly WriteFailure[], from: number): boolean {
  return hasOnce && failures.some(({ index, reason }) => index === from && reason === 'condition');
}

function partOf(hasOnce: boolean, { index }: WriteFailure): 'once' | 'write' {
  return hasOnce && index === 0 ? 'once' : 'write';
}

/** One shipment an entity and version; events that name no entity travel together under the first one's id. */
function shipmentsOf(events: readonly NewEvent[], planning: Planning): Shipment[] {
  const trace = planning.trace();
  const complete = events.map((event) => completed(event, planning));
  const byRow = Map.groupBy(complete, ({ fact }) => `${fact.entity?.stream ?? ''}@${fact.entity?.version ?? 0}`);
  return [...byRow.values()].map((group) => {
    const records = group.flatMap((event) => encode(event, trace));
    const [first] = group;
    if (!first?.fact.entity) return { stream: `event#${first?.fact.id}`, version: 0, isFirst: true, records };
    const { stream, version } = first.fact.entity;
    return { stream, version, isFirst: version === FIRST_VERSION, records };
  });
}

function completed(event: NewEvent, planning: Planning): CompleteEvent {
  const { entity } = event.fact;
  if (entity && entity.version < FIRST_VERSION) {
    const came = `${entity.stream} at version ${entity.version}`;
    throw new Fault('EVENT_INVALID', `${event.definition.type}: versions of an entity count from 1, came ${came}`);
  }
  const { id = planning.newId(), at = new Date(planning.nowMs).toISOString() } = event.fact;
  return { ...event, fact: { ...event.fact, id, at } };
}

function objectsOf(rows: readonly PlannedRow[]) {
  return rows.flatMap((row) => (row.object ? [row.object] : []));
}

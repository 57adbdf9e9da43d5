/** The one place that writes what a decision decided: objects first, then everything else in one transaction. */
import { randomUUID } from 'node:crypto';
import { type CompleteEvent, encode } from '../envelope/encode.ts';
import type { NewEvent } from '../envelope/event.ts';
import type { Objects } from '../objects/objects.ts';
import type { Trace } from '../observability/trace.ts';
import { outboxRow, type PlannedRow, type Shipment } from '../outbox/outbox.ts';
import type { Put, Store, WriteFailure } from '../store/store.ts';
import type { Commit } from './commit.ts';

export interface Writing {
  store: Store;
  objects: Objects;
  trace: Trace;
  nowMs: number;
  newId(): string;
}

export interface CarriedOut {
  /** Empty: done. `once` stands for the put that recognises repeats, `write` for any other condition. */
  failures: (WriteFailure & { of: 'once' | 'write' })[];
  /** To be drained now. */
  streams: readonly string[];
}

/**
 * `mark` is the engine's own put-if-absent, used where the commit brings no `once`. Faults: EVENT_INVALID, EVENT_TOO_LARGE, STORE_LIMIT, STORE_UNAVAILABLE, OBJECTS_UNAVAILABLE.
 */
export async function carryOut(commit: Commit, mark: Put | undefined, writing: Writing): Promise<CarriedOut> {
  const chosen = commit.once ?? mark;
  const once = chosen === 'version' ? undefined : chosen;
  const shipments = shipmentsOf(commit.events, writing);
  const rows = shipments.map((shipment) => outboxRow(shipment, new Date(writing.nowMs).toISOString()));
  await putObjects([...commit.objects, ...objectsOf(rows)], writing.objects);
  const writes = [...(once ? [once] : []), ...commit.writes, ...rows.map((row) => row.write)];
  if (writes.length === 0) return { failures: [], streams: [] };
  const failures = await writing.store.transact(writes, randomUUID());
  return {
    failures: failures.map((failure) => ({ ...failure, of: once && failure.index === 0 ? 'once' : 'write' })),
    streams: shipments.map((shipment) => shipment.stream),
  };
}

/** One shipment an entity and version; events that name no entity travel together under the first one's id. */
function shipmentsOf(events: readonly NewEvent[], writing: Writing): Shipment[] {
  const complete = events.map((event) => completed(event, writing));
  const byRow = Map.groupBy(complete, ({ fact }) => `${fact.entity?.stream ?? ''}@${fact.entity?.version ?? 0}`);
  return [...byRow.values()].map((group) => ({
    stream: group[0]?.fact.entity?.stream ?? `event#${group[0]?.fact.id}`,
    version: group[0]?.fact.entity?.version ?? 0,
    records: group.flatMap((event) => encode(event, writing.trace)),
  }));
}

function completed(event: NewEvent, writing: Writing): CompleteEvent {
  const { id = writing.newId(), at = new Date(writing.nowMs).toISOString() } = event.fact;
  return { ...event, fact: { ...event.fact, id, at } };
}

function objectsOf(rows: readonly PlannedRow[]) {
  return rows.flatMap((row) => (row.object ? [row.object] : []));
}

async function putObjects(objects: Commit['objects'], store: Objects): Promise<void> {
  await Promise.all(objects.map((object) => store.put(object.name, object.bytes)));
}

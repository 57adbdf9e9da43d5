/** One row of the outbox: its records to the broker, then the row out of the store. */
import { Fault } from '../errors/fault.ts';
import type { Objects } from '../objects/objects.ts';
import { recordPublished } from '../observability/signals.ts';
import type { Producer } from '../producer/producer.ts';
import { OVERTAKEN, retryConflicts } from '../store/retryConflicts.ts';
import { remove, type Store } from '../store/store.ts';
import { type OutboxRow, outbox, recordsOf } from './outbox.ts';
import type { RefusalOf } from './writers.ts';

/** Everything that sending a row takes. */
export interface SendConnections {
  /** Who sends, for those who listen. */
  function: string;
  store: Store;
  objects: Objects;
  producer: Producer;
  /** The fault of a row that its writer may not have sent. Absent where a function sends for itself. */
  refusalOf?: RefusalOf | undefined;
}

const MAX_REMOVALS = 3;

/** Resolves when the broker has all of its records. Throws what the producer throws; OBJECT_MISSING. */
export async function sendRow(row: OutboxRow, drainConnections: SendConnections, signal?: AbortSignal): Promise<void> {
  const bytes = row.object === undefined ? undefined : await drainConnections.objects.get(row.object, signal);
  if (row.object !== undefined && !bytes) return await skipIfGone(row, drainConnections);
  const records = recordsOf(row, bytes);
  const refusal = drainConnections.refusalOf?.(row, records);
  if (refusal) throw refusal;
  const published = await drainConnections.producer.publish(records, signal);
  for (const record of published) recordPublished.publish({ function: drainConnections.function, record });
}

/** Who else writes to it removes it too, or parks it: that ends within milliseconds. What stays all the same goes twice. */
export async function removeSent({ pk, sk, object }: OutboxRow, { store, objects }: SendConnections): Promise<void> {
  const removeOnce = async () => {
    const [outcome] = await store.writeEach([remove({ table: outbox, pk, sk })]);
    if (outcome?.kind === 'fault') throw outcome.fault;
    return outcome?.kind === 'done' ? 'removed' : OVERTAKEN;
  };
  const removed = await retryConflicts(removeOnce, { attempts: MAX_REMOVALS });
  if (removed !== OVERTAKEN && object !== undefined) await objects.remove(object);
}

/** A row whose object is missing was sent by another drain a moment ago; if the row is still there, the bytes are lost. */
async function skipIfGone(row: OutboxRow, drainConnections: SendConnections): Promise<void> {
  const [still] = await drainConnections.store.read([{ table: outbox, pk: row.pk, sk: row.sk }]);
  if (still) throw new Fault('OBJECT_MISSING', `outbox row ${row.pk} ${row.sk} points at ${row.object}`);
}

/**
 * Removes the object that a settling wrote, and that no row points at any more. To be called only where the row's
 * transaction failed and no later one can store that row: then a row that is gone was sent, and its object with it.
 */
export async function removeUnneeded(row: OutboxRow, { store, objects }: Pick<SendConnections, 'store' | 'objects'>) {
  if (row.object === undefined) return;
  const [still] = await store.read([{ table: outbox, pk: row.pk, sk: row.sk }]);
  if (!still) await objects.remove(row.object);
}

/** Names the item that a ref or a write is about. */
import { shown } from '../text/shown.ts';
import type { Ref, Write } from './store.ts';

export function refOf(write: Write): Ref {
  return write.op === 'put' ? { table: write.table, pk: write.item.pk, sk: write.item.sk } : write.ref;
}

/** Equal for refs to one item, and for no others. */
export function identityOf({ table, pk, sk }: Ref): string {
  return `${table.name} ${pk.length} ${pk} ${sk}`;
}

/** How an item is called in messages. */
export function itemNameOf({ table, pk, sk }: Ref): string {
  return `${table.name} ${shown(String(pk))} ${shown(String(sk))}`;
}

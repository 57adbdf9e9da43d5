/** Lists that only grow: what of an entry is a person's is sealed, and an erasure destroys the key and nothing else. */
import { toFault } from '../../lib/errors/fault.ts';
import { bindingOf, unseal } from '../../lib/sealing/seal.ts';
import type { Item, Table } from '../../lib/store/store.ts';
import { userKey } from './user.ts';

export interface SealedList {
  table: Table;
  /** Where that user's entries stand, in the order of time. */
  entriesOf(userId: string): { table: Table; index?: string; partition: string };
}

/** Entries stand under the user's key unless `entriesOf` says otherwise. */
export function sealedList(
  table: Table,
  entriesOf: (userId: string) => { index?: string; partition: string } = (userId) => ({
    partition: userKey(userId).pk,
  }),
): SealedList {
  return { table, entriesOf: (userId) => ({ table, ...entriesOf(userId) }) };
}

/** The entry with its sealed part opened; `secret` is undefined where the key was destroyed, or there never was one. */
export function openEntry({ table }: SealedList, entry: Item, secret: string | undefined): Item {
  const { sealed, ...clear } = entry;
  if (typeof sealed !== 'string') return entry;
  const { pk, sk } = entry;
  return { ...clear, pk, sk, ...opened(sealed, bindingOf({ table, pk, sk }), secret) };
}

function opened(sealed: string, place: string, secret: string | undefined): Record<string, never> | { sealed: string } {
  if (secret === undefined) return { sealed: 'sealed, key destroyed' };
  try {
    return unseal(secret, place, sealed) as Record<string, never>;
  } catch (error) {
    return { sealed: toFault(error).message };
  }
}

/** One item a user in which something of the person stands, and what an erasure leaves there. */
import {
  type Item,
  type Put,
  put,
  type Ref,
  remove,
  type TombstonedTable,
  unchangedSince,
  type Write,
} from '../../lib/store/store.ts';
import { refOfUser } from './user.ts';

export interface PersonalItem {
  /** Where that user's is. */
  find(userId: string): Ref;
  /** The writes that erase the item, on condition that it is still as it was found; none where it is erased already. */
  erase(found: Item | undefined, erasing: Erasing): readonly Write[];
  /** Attributes that are nobody's to see, not even the person's. */
  secrets?: readonly string[];
}

export interface Erasing {
  userId: string;
  /** ISO 8601. */
  at: string;
  digest(text: string): string;
}

/** Takes the place of a deleted user's item. A writer that would make or change the item finds this one, of another version. */
interface Tombstone extends Item {
  version: number;
  deletedAt: string;
}

type Versioned = Item & { version: number };

/** An item that a tombstone takes the place of, also where there was none: a late event can't make it any more. */
export function tombstoned<I extends Versioned>(
  table: TombstonedTable<I>,
  find: PersonalItem['find'] = (userId) => refOfUser(table, userId),
): PersonalItem {
  return { find, erase: (found, { userId, at }) => entomb(find(userId), found as I | undefined, at) };
}

/** An item of counts in a table that expires: it just goes, and what a late event makes anew is gone soon. */
export function removed(find: PersonalItem['find']): PersonalItem {
  return { find, erase: (found, { userId }) => (found ? [remove(find(userId))] : []) };
}

function entomb({ table, pk, sk }: Ref, found: Versioned | undefined, at: string): Put[] {
  if (isTombstone(found)) return [];
  const tombstone: Tombstone = { pk, sk, version: (found?.version ?? 0) + 1, deletedAt: at };
  return [put(table, tombstone, unchangedSince(found, 'version'))];
}

function isTombstone(found: Item | undefined): found is Tombstone {
  return found?.['deletedAt'] !== undefined;
}

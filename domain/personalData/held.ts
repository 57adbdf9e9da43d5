/** All that is held on a user, opened as far as it opens, without anybody's secrets: what an export shows. */
import type { DecisionContext, Loaded, Refs } from '../../lib/commit/commit.ts';
import type { Item } from '../../lib/store/store.ts';
import type { PersonalItem } from '../users/personalItem.ts';
import { openEntry, type SealedList } from '../users/sealedList.ts';
import { openKey, type UserKey } from '../users/userKey.ts';
import { personalItems } from './erasure.ts';

export interface Held {
  table: string;
  item: Item;
}

export interface Found {
  items: Loaded<Refs>;
  entries: readonly { list: SealedList; entry: Item }[];
}

export function heldOn(
  userId: string,
  { items, entries }: Found,
  context: Pick<DecisionContext, 'digest' | 'newId'>,
): Held[] {
  const secret = secretOf(userId, items['userKeys'] as UserKey | undefined, context);
  return [
    ...Object.entries(personalItems).flatMap(([table, { secrets }]: [string, PersonalItem]) => {
      const item = items[table];
      return item ? [{ table, item: without(secrets, item) }] : [];
    }),
    ...entries.map(({ list, entry }) => ({ table: list.table.name, item: openEntry(list, entry, secret) })),
  ];
}

/** Who has no key yet has nothing sealed. */
function secretOf(userId: string, key: UserKey | undefined, context: Pick<DecisionContext, 'digest' | 'newId'>) {
  return key && openKey(userId, key, context)?.secret;
}

function without(secrets: readonly string[] = [], item: Item): Item {
  const { pk, sk, ...attributes } = item;
  const shown = Object.entries(attributes).filter(([name]) => !secrets.includes(name));
  return { pk, sk, ...Object.fromEntries(shown) };
}

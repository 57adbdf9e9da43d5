/** Seals and opens the personal part of an item about an order, under the key of the order's user. */
import type { DecisionContext } from '../../lib/commit/commit.ts';
import type { JsonObject } from '../../lib/envelope/json.ts';
import { bindingOf, seal, unseal } from '../../lib/sealing/seal.ts';
import type { Item, Put, Table } from '../../lib/store/store.ts';
import { type OpenKey, openKey, type UserKey } from '../users/userKey.ts';

interface Sealed extends Item {
  userId?: string;
  sealed?: string;
}

/** The item with `rest` in it, and what must be written with it. Nothing to seal needs no key; without a key nothing is kept. */
export function sealInto<I extends Item>(
  table: Table<I>,
  item: I,
  rest: JsonObject,
  key: OpenKey | undefined,
): { item: I & Sealed; writes: readonly Put[] } {
  if (!key || Object.keys(rest).length === 0) return { item, writes: [] };
  const { pk, sk } = item;
  return { item: { ...item, sealed: seal(key.secret, bindingOf({ table, pk, sk }), rest) }, writes: key.writes };
}

/** undefined: its key is gone, for the user was deleted. Fault SEAL_BROKEN: another secret than it was sealed with. */
export function openRest<I extends Sealed>(
  table: Table<I>,
  item: I,
  userKey: UserKey | undefined,
  { digest }: Pick<DecisionContext, 'digest'>,
): JsonObject | undefined {
  const { pk, sk, userId, sealed } = item;
  if (sealed === undefined) return {};
  // A key that nobody made yet sealed nothing.
  if (userId === undefined || userKey?.salt === undefined) return undefined;
  const key = openKey(userId, userKey, { digest, newId: () => '' });
  return key && (unseal(key.secret, bindingOf({ table, pk, sk }), sealed) as JsonObject);
}

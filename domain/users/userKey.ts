/**
 * A user's own key: what must be kept about a person is sealed under it, and an erasure destroys it. A destroyed key
 * stays as the sign that this user was deleted.
 */
import type { DecisionContext } from '../../lib/commit/commit.ts';
import {
  type Check,
  check,
  defineTable,
  type Item,
  type Put,
  put,
  putIfAbsent,
  type Ref,
  withTombstones,
} from '../../lib/store/store.ts';
import { refOfUser, userKey } from './user.ts';

/**
 * The item is half of the key, and the application's own secret the other: nobody opens anything by the table alone, and
 * with the salt gone nobody does at all. The destroyed one holds the id only.
 */
export interface UserKey extends Item {
  salt?: string;
  destroyedAt?: string;
}

/** A destroyed key can be restored until its backups end: that bounds how soon an erasure is final. */
const RECOVERY_DAYS = 7;

export const userKeys = withTombstones(
  defineTable<UserKey>({ name: 'userKeys', recoveryDays: RECOVERY_DAYS }),
  'destroyedAt',
);

export function userKeyRef(userId: string): Ref<UserKey> {
  return refOfUser(userKeys, userId);
}

export type KnownKey = { key?: Ref<UserKey> };

/** The key of whom an event is about, where it names somebody. */
export function keyOf({ data }: { data: { user_id?: string | undefined } }): KnownKey {
  return data.user_id === undefined ? {} : { key: userKeyRef(data.user_id) };
}

/** To seal and unseal with, and what must be written together with what it seals. */
export interface OpenKey {
  secret: string;
  writes: readonly Put[];
}

/** undefined: it was destroyed, for the user was deleted. `found` is the item as it was loaded; without one it is made. */
export function openKey(
  userId: string,
  found: UserKey | undefined,
  { digest, newId }: Pick<DecisionContext, 'digest' | 'newId'>,
): OpenKey | undefined {
  if (found?.destroyedAt !== undefined) return undefined;
  const salt = found?.salt ?? newId() + newId();
  const secret = digest(JSON.stringify(['user-key', userId, salt]));
  return { secret, writes: found ? [] : [putIfAbsent(userKeys, { ...userKey(userId), salt })] };
}

export function isDeleted(found: UserKey | undefined): boolean {
  return found?.destroyedAt !== undefined;
}

/** From now on nothing that was sealed under it opens. The first time is kept. */
export function destroyKey(userId: string, found: UserKey | undefined, at: string): Put[] {
  if (found?.destroyedAt !== undefined) return [];
  const when = found?.salt === undefined ? ({ absent: true } as const) : { equals: { salt: found.salt } };
  return [put(userKeys, { ...userKey(userId), destroyedAt: at }, when)];
}

/** Fails what is written with it when the user was deleted, or their key made, since it was loaded. */
export function unchangedKey(userId: string, found: UserKey | undefined): Check {
  const { salt } = found ?? {};
  return check(userKeyRef(userId), salt === undefined ? { absent: true } : { equals: { salt } });
}

/** Where a user was written to until a short time ago: whoever turns their warnings away does not turn them off. */
import { normaliseAddress } from '../../lib/mail/address.ts';
import {
  defineTable,
  type Item,
  type Put,
  put,
  type Ref,
  unchangedSince,
  withTombstones,
} from '../../lib/store/store.ts';
import { refOfUser, userKey } from './user.ts';

/** One a user. It goes by itself when the last address has had its time. With `deletedAt` it is what an erasure left. */
export interface FormerAddresses extends Item {
  version: number;
  /** The one that was left first comes first; until when each counts, in epoch seconds. */
  addresses?: FormerAddress[];
  /** Epoch seconds. */
  expiresAt?: number;
  deletedAt?: string;
}

type FormerAddress = { email: string; until: number };

export const formerAddresses = withTombstones(defineTable<FormerAddresses>({ name: 'formerAddresses', expires: true }));

export function formerAddressesRef(userId: string): Ref<FormerAddresses> {
  return refOfUser(formerAddresses, userId);
}

/**
 * So many that were left first stay, and beside them only the one left last: a thief's many changes push out no address
 * of the victim, the address just left is always told, and nobody has notices sent to many strangers.
 */
const FIRST_KEPT = 3;

const DAY_SECONDS = 86_400;

/** Fails when another change came first. */
export function leaveAddress(
  userId: string,
  email: string,
  found: FormerAddresses | undefined,
  { nowMs, days }: { nowMs: number; days: number },
): Put[] {
  if (found?.deletedAt !== undefined) return [];
  const until = Math.ceil(nowMs / 1000) + days * DAY_SECONDS;
  const isSame = (other: string) => normaliseAddress(other) === normaliseAddress(email);
  const kept = inForce(found, nowMs);
  const renewed = kept.map((one) => (isSame(one.email) ? { ...one, until } : one));
  const isKept = kept.some((one) => isSame(one.email));
  const addresses = isKept ? renewed : [...kept.slice(0, FIRST_KEPT), { email, until }];
  const expiresAt = Math.max(...addresses.map((one) => one.until));
  const next = { ...userKey(userId), version: (found?.version ?? 0) + 1, addresses, expiresAt };
  return [put(formerAddresses, next, unchangedSince(found, 'version'))];
}

/** Those that security notices go to as well. */
export function inForce(found: FormerAddresses | undefined, nowMs: number): FormerAddress[] {
  return found?.addresses?.filter(({ until }) => until * 1000 > nowMs) ?? [];
}

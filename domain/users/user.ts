/** The users' own records and the items that keep e-mail and username unique. */
import type { Surroundings } from '../../lib/commit/commit.ts';
import { ALONE, defineTable, type Item, type Ref, ref } from '../../lib/store/store.ts';

export interface User extends Item {
  version: number;
  username: string;
  email: string;
  /** PHC string; never leaves this item. */
  passwordHash: string;
  status: 'active' | 'suspended' | 'locked';
  locale: string;
  createdAt: string;
}

/** Says whose a taken e-mail or username is. */
export interface Taken extends Item {
  userId: string;
}

export const users = defineTable<User>({ name: 'users' });
export const takenNames = defineTable<Taken>({ name: 'takenNames' });

export function userRef(userId: string): Ref<User> {
  return ref(users, `user#${userId}`);
}

export function userKey(userId: string) {
  return { pk: `user#${userId}`, sk: ALONE };
}

/** The outbox stream of a user: all that tells of one user leaves in version order. */
export function userStream(userId: string): string {
  return `user#${userId}`;
}

/** Two spellings of one mailbox are one address, as far as that can be told without asking its host. */
export function normaliseAddress(email: string): string {
  return email.trim().normalize('NFC').toLowerCase();
}

/** Keys hold digests, no address or name, so that an erasure has nothing to find in them. */
export function emailTakenRef(email: string, { digest }: Surroundings): Ref<Taken> {
  return ref(takenNames, `email#${digest(normaliseAddress(email))}`);
}

export function usernameTakenRef(username: string, { digest }: Surroundings): Ref<Taken> {
  return ref(takenNames, `username#${digest(username.normalize('NFKC').toLowerCase())}`);
}

/** 2024-01-01: 41 bits of milliseconds last until 2093. */
const EPOCH_MS = Date.UTC(2024, 0, 1);
const RANDOM_IDS_PER_MS = 4096;

/**
 * An integer below 2^53 that grows with time, as a decimal string. Two of one millisecond may be equal: whoever stores
 * the second one finds the place taken, and decides again.
 */
export function newUserId({ nowMs, random }: Surroundings): string {
  return String((nowMs - EPOCH_MS) * RANDOM_IDS_PER_MS + Math.floor(random() * RANDOM_IDS_PER_MS));
}

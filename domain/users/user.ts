/** The users' own records and the items that keep e-mail and username unique. */
import type { DecisionContext } from '../../lib/commit/commit.ts';
import type { Fact } from '../../lib/envelope/event.ts';
import { normaliseAddress } from '../../lib/mail/address.ts';
import {
  ALONE,
  defineTable,
  type Item,
  type Put,
  putIfVersion,
  type Ref,
  ref,
  type Table,
  type Value,
} from '../../lib/store/store.ts';
import { timeAfter } from '../time.ts';
import { looksOf, usernameForm } from './username.ts';

export interface User extends Item {
  version: number;
  username: string;
  email: string;
  /** PHC string; never leaves this item. */
  passwordHash: string;
  status: 'active' | 'suspended' | 'locked';
  locale: string;
  profile?: Profile;
  createdAt: string;
  /** The time of the latest version; it strictly increases. */
  changedAt: string;
  /** Since when a public field is what it is, where that is not since the beginning. */
  fieldTimes: { [field: string]: string };
  /** The list of users that it stands in. */
  listed: string;
  /** Keys of the items that keep its username from being imitated. Records from before there were any have none. */
  looks?: string[];
}

export type Profile = { [name: string]: Value };

/** Says whose a taken e-mail, username or look of a username is. */
export interface Taken extends Item {
  userId: string;
}

/** `listed` finds all users, list by list: for rebuilding what is made from them. */
export const users = defineTable<User>({
  name: 'users',
  indexes: { listed: { partition: 'listed', sort: 'createdAt' } },
});
export const takenNames = defineTable<Taken>({ name: 'takenNames' });

export function userRef(userId: string): Ref<User> {
  return refOfUser(users, userId);
}

export function userKey(userId: string) {
  return { pk: `user#${userId}`, sk: ALONE };
}

/** The user whose item has this key. */
export function userIdOf(pk: string): string {
  return pk.slice('user#'.length);
}

/** The one item that a table has of a user. */
export function refOfUser<I extends Item>(table: Table<I>, userId: string): Ref<I> {
  return ref(table, userKey(userId).pk);
}

/** The fields of a user that may change one by one after the registration. */
export type PublicField = 'username' | 'email' | 'status' | 'locale' | 'profile';

/** The next version, some fields changed. */
export function changeUser(user: User, changes: Partial<Omit<User, keyof Item>>, nowMs: number): User {
  const changedAt = timeAfter(user.changedAt, nowMs);
  const times = publicFields.filter((field) => field in changes).map((field) => [field, changedAt]);
  const fieldTimes = { ...user.fieldTimes, ...Object.fromEntries(times) };
  return { ...user, ...changes, version: user.version + 1, changedAt, fieldTimes };
}

/** Fails when another change came first. */
export function replaceUser(next: User): Put {
  return putIfVersion(users, next, next.version - 1);
}

const publicFields: readonly PublicField[] = ['username', 'email', 'status', 'locale', 'profile'];

/** All of a user that events tell. */
export function publicState(userId: string, user: User) {
  const { username, email, status, locale, profile } = user;
  return {
    user_id: userId,
    user_version: user.version,
    username,
    email,
    status,
    locale,
    ...(profile !== undefined && { profile }),
    created_at: user.createdAt,
    field_times: user.fieldTimes,
  };
}

/** The fact that a user has come to this version. */
export function userFact(userId: string, user: User, id: string): Required<Fact> {
  return { id, at: user.changedAt, entity: { stream: userStream(userId), version: user.version } };
}

/** The outbox stream of a user: all that tells of one user leaves in version order. */
function userStream(userId: string): string {
  return `user#${userId}`;
}

/** Keys hold digests, no address or name, so that an erasure has nothing to find in them. */
export function emailTakenRef(email: string, { digest }: Pick<DecisionContext, 'digest'>): Ref<Taken> {
  return ref(takenNames, `email#${digest(normaliseAddress(email))}`);
}

export function usernameTakenRef(username: string, { digest }: Pick<DecisionContext, 'digest'>): Ref<Taken> {
  return ref(takenNames, `username#${digest(usernameForm(username).toLowerCase())}`);
}

/** A username, and the two ways in which it may be imitated: the first is always there. */
export type UsernameRefs = { username: Ref<Taken>; look?: Ref<Taken>; otherLook?: Ref<Taken> };

/** Whoever finds one of them taken by somebody else can't be called so. */
export function usernameRefs(username: string, context: Pick<DecisionContext, 'digest'>): UsernameRefs {
  const [look, otherLook] = looksOf(username).map((one) => ref(takenNames, `look#${context.digest(one)}`));
  return { username: usernameTakenRef(username, context), ...(look && { look }), ...(otherLook && { otherLook }) };
}

/** The keys in the form in which the user's record holds them. */
export function lookKeys({ look, otherLook }: UsernameRefs): string[] {
  return [look, otherLook].flatMap((one) => (one ? [one.pk] : []));
}

export function lookRef(key: string): Ref<Taken> {
  return ref(takenNames, key);
}

/** 2024-01-01: 41 bits of milliseconds last until 2093. */
const EPOCH_MS = Date.UTC(2024, 0, 1);
const RANDOM_IDS_PER_MS = 4096;

/**
 * An integer below 2^53 that grows with time, as a decimal string. Two of one millisecond may be equal: whoever stores
 * the second one finds the place taken, and decides again.
 */
export function newUserId({ nowMs, random }: DecisionContext): string {
  return String((nowMs - EPOCH_MS) * RANDOM_IDS_PER_MS + Math.floor(random() * RANDOM_IDS_PER_MS));
}

/** The users' read model: what `GET /api/v1/users/{id}` shows, and what of it no record of ours holds. */
import { createHash } from 'node:crypto';
import { userDeleted } from '../../events/user.ts';
import { type Commit, commit, type DecisionContext, type Loaded, type Skip, skip } from '../../lib/commit/commit.ts';
import { toJson } from '../../lib/store/itemJson.ts';
import {
  type Condition,
  check,
  defineTable,
  type Item,
  type Put,
  put,
  type Ref,
  withTombstones,
} from '../../lib/store/store.ts';
import { placeInLog } from '../time.ts';
import { listOf } from './lists.ts';
import { refOfUser, type User, userKey } from './user.ts';
import { toldBy, type UserEvent } from './userTelling.ts';
import { join, nothing, upTo, type ViewState } from './viewState.ts';

/**
 * Both items are made of what was told and of nothing else, so they are the same in every order of events. `stamp` is a
 * digest of the content: who writes names the one that was loaded. Of a deleted user only that is left: no event brings
 * them back.
 */
export interface UserView extends Item, Partial<ViewState> {
  stamp?: string;
  deleted?: true;
}

/** The data that only foreign events and log-ins carry. It is kept: a view that was dropped is made anew from here and the users' records. */
export interface ForeignUserFields extends Item, Partial<Pick<ViewState, 'foreign' | 'lastLoginAt'>> {
  userId: string;
  /** The list of users that it stands in. */
  listed: string;
  stamp?: string;
  deleted?: true;
}

export const userViews = withTombstones(defineTable<UserView>({ name: 'userViews' }), 'deleted');

/** `listed` finds all of them, list by list. */
export const foreignUserFields = withTombstones(
  defineTable<ForeignUserFields>({
    name: 'foreignUserFields',
    indexes: { listed: { partition: 'listed', sort: 'userId' } },
  }),
  'deleted',
);

export type ViewRefs = { view: Ref<UserView>; kept: Ref<ForeignUserFields> };

export function viewRefs(userId: string): ViewRefs {
  return { view: refOfUser(userViews, userId), kept: refOfUser(foreignUserFields, userId) };
}

/** Updates a user's view by an event; nothing is written where the event adds nothing new. */
export function updateView(
  userId: string,
  event: UserEvent,
  { view, kept, user }: Loaded<ViewRefs & { user?: Ref<User> }>,
  context: Pick<DecisionContext, 'writer' | 'offset' | 'nowMs'>,
): Commit | Skip {
  const before = (item: Partial<ViewState> | undefined) => upTo(stateOf(item), context.nowMs);
  const burial = event.type === userDeleted.type ? [...buryView(userId, view), ...buryKept(userId, kept)] : [];
  if (burial.length > 0) return commit({ once: 'version', writes: burial });
  if (view?.deleted || kept?.deleted) return skip('an event of a deleted user');
  const told = toldBy(event, { from: placeInLog(context), ownVersion: user?.version });
  const known = join(before(kept), told);
  const writes = [...viewWrites(userId, join(before(view), known), view), ...keptWrites(userId, known, kept)];
  const isKeptWritten = writes.some((write) => write.table === foreignUserFields);
  // Where no view stands in the way of an overtaken write, the other item must say that the user was not deleted.
  const guard = view || isKeptWritten || writes.length === 0 ? [] : [check(viewRefs(userId).kept, asLoaded(kept))];
  return commit({ once: 'version', writes: [...writes, ...guard] });
}

/** A user about whom nothing was told has no view. */
function viewWrites(userId: string, state: ViewState, view: UserView | undefined): Put[] {
  if (state.version === 0 && !isKept(state)) return [];
  const next = viewItem(userId, state);
  return next.stamp === view?.stamp ? [] : [put(userViews, next, asLoaded(view))];
}

function keptWrites(userId: string, state: ViewState, kept: ForeignUserFields | undefined): Put[] {
  if (!isKept(state)) return [];
  const { foreign, lastLoginAt } = state;
  const content = { foreign, ...(lastLoginAt !== undefined && { lastLoginAt }) };
  const next = { ...keptKey(userId), ...content, stamp: stampOf(content) };
  return next.stamp === kept?.stamp ? [] : [put(foreignUserFields, next, asLoaded(kept))];
}

/** Leaves of a view only that the user was deleted; nothing is to be written where that is so. Also for the erasure. */
export function buryView(userId: string, view: UserView | undefined): Put[] {
  return view?.deleted ? [] : [put(userViews, { ...userKey(userId), deleted: true }, asLoaded(view))];
}

/** The same of what is kept. */
export function buryKept(userId: string, kept: ForeignUserFields | undefined): Put[] {
  return kept?.deleted ? [] : [put(foreignUserFields, { ...keptKey(userId), deleted: true }, asLoaded(kept))];
}

export function viewItem(userId: string, state: ViewState): UserView {
  return { ...userKey(userId), ...state, stamp: stampOf(state) };
}

function isKept({ foreign, lastLoginAt }: ViewState): boolean {
  return lastLoginAt !== undefined || Object.keys(foreign).length > 0;
}

function keptKey(userId: string) {
  return { ...userKey(userId), userId, listed: listOf(userId) };
}

export function stateOf(item: Partial<ViewState> | undefined): ViewState {
  const { version, own, foreign, lastLoginAt } = { ...nothing, ...item };
  return { version, own, foreign, ...(lastLoginAt !== undefined && { lastLoginAt }) };
}

/** Only while the item is as it was loaded. */
export function asLoaded(item: { stamp?: string } | undefined): Condition {
  if (!item) return { absent: true };
  return { equals: item.stamp === undefined ? {} : { stamp: item.stamp } };
}

function stampOf(content: object): string {
  return createHash('sha256').update(toJson(content)).digest('base64url');
}

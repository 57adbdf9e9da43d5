/** A user's view made anew from what it stands on: our own record, and what is kept of foreign events. */
import type { Loaded } from '../../lib/commit/commit.ts';
import { toJson } from '../../lib/store/itemJson.ts';
import { check, put, type Ref, type Write } from '../../lib/store/store.ts';
import { type User, userRef } from './user.ts';
import { type UserKey, userKeyRef } from './userKey.ts';
import { toldByRecord } from './userTelling.ts';
import {
  asLoaded,
  buryView,
  type ForeignUserFields,
  stateOf,
  type UserView,
  userViews,
  viewItem,
  viewRefs,
} from './view.ts';
import { join, nothing, upTo } from './viewState.ts';

export type SourceRefs = { user: Ref<User>; kept: Ref<ForeignUserFields>; key: Ref<UserKey> };

export function sourceRefs(userId: string): SourceRefs {
  return { user: userRef(userId), kept: viewRefs(userId).kept, key: userKeyRef(userId) };
}

/**
 * The writes of a rebuild: nothing in them is later than `nowMs`, the time at which `sources` were read. `right`: the view
 * is as it would be made. `left`: the user was deleted, or no record stands behind the view's own part, so the view stays
 * as events made it. `sources` must be read after `view`: a record is
 * changed before its events are told, and what is kept no later than the view, so nothing the view knows is missing there.
 */
export function rebuildView(
  userId: string,
  view: UserView | undefined,
  { nowMs, ...sources }: Loaded<SourceRefs> & { nowMs: number },
) {
  const { kept, key } = sources;
  const user = sources.user?.username === undefined ? undefined : sources.user;
  if (view?.deleted) return 'left';
  if (kept?.deleted) return buryView(userId, view);
  if (key?.destroyedAt !== undefined || (view?.version && !user)) return 'left';
  const state = join(user ? toldByRecord(userId, user) : nothing, upTo(stateOf(kept), nowMs));
  const next = viewItem(userId, state);
  if (view && toJson(view) === toJson(next)) return 'right';
  const writes: Write[] = [put(userViews, next, asLoaded(view))];
  // A new view has no version that an erasure would change meanwhile, so the check makes the erasure overtake this write.
  return view ? writes : [...writes, check(viewRefs(userId).kept, asLoaded(kept))];
}

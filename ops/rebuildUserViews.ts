/** Makes the users' views anew from the users' records and what is kept of foreign events, while events go on. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pLimit from 'p-limit';
import { lists } from '../domain/users/lists.ts';
import { userIdOf, users } from '../domain/users/user.ts';
import { userKeys } from '../domain/users/userKey.ts';
import { foreignUserFields, type UserView, userViews, viewRefs } from '../domain/users/view.ts';
import { rebuildView, type SourceRefs, sourceRefs } from '../domain/users/viewRebuild.ts';
import { machineClock } from '../lib/clock/clock.ts';
import { byName, type Loaded } from '../lib/commit/commit.ts';
import { Fault } from '../lib/errors/fault.ts';
import { chunksOf } from '../lib/store/chunks.ts';
import { groupingStore } from '../lib/store/grouping.ts';
import { growingPause, OVERTAKEN, retryConflicts } from '../lib/store/retryConflicts.ts';
import type { Store, Table } from '../lib/store/store.ts';

export const rebuildTables = [users, userKeys, foreignUserFields, userViews];

/** How far it is. */
export interface Rebuilt {
  lists: number;
  users: number;
  /** Views that differed, or were not there. */
  rebuilt: number;
  /** Views that were right. */
  right: number;
  /** Views that stay as events made them: of deleted users, or without a record of ours behind their own part. */
  left: number;
}

/** Users whose items share round trips; and how many lists of them are gone through side by side. */
const TOGETHER = 100;
const SIDE_BY_SIDE = 4;
const PAGE_ITEMS = 1_000;
const MAX_TRIES = 20;
const LONGEST_PAUSE_MS = 100;

/** `done` is counted up meanwhile. Fault STORE_CONTENDED, and the store's own. */
export async function rebuildUserViews(opened: Store, done: Rebuilt): Promise<void> {
  const store = groupingStore(opened);
  await pLimit(SIDE_BY_SIDE).map(lists, async (list) => {
    for (const ids of chunksOf(await idsIn(list, store), TOGETHER)) {
      const outcomes = await Promise.all(ids.map((id) => rebuildOne(id, store)));
      for (const outcome of outcomes) done[outcome] += 1;
      done.users += ids.length;
    }
    done.lists += 1;
  });
}

/** Ours and those whom only foreign events told of. */
async function idsIn(list: string, store: Store): Promise<string[]> {
  const ids = new Set<string>();
  const listed: Table[] = [users, foreignUserFields];
  for (const table of listed) {
    let page: string | undefined;
    do {
      const found = await store.query({ table, index: 'listed', partition: list }, { limit: PAGE_ITEMS }, page);
      for (const { pk } of found.items) ids.add(userIdOf(pk));
      page = found.next;
    } while (page !== undefined);
  }
  return [...ids];
}

async function rebuildOne(userId: string, store: Store): Promise<'rebuilt' | 'right' | 'left'> {
  const rebuildAgain = async () => {
    // One after the other: whatever the view knows by now, the sources then know, too.
    const [view] = await store.read([viewRefs(userId).view]);
    const refs = sourceRefs(userId);
    const sources = byName(refs, await store.read(Object.values(refs))) as Loaded<SourceRefs>;
    const writes = rebuildView(userId, view as UserView | undefined, { ...sources, nowMs: machineClock() });
    if (typeof writes === 'string') return writes;
    const failures = await store.transact(writes, randomUUID());
    return failures.length === 0 ? 'rebuilt' : OVERTAKEN;
  };
  const pause = growingPause({ random: Math.random, sleep }, { stepMs: 5, longestMs: LONGEST_PAUSE_MS });
  const outcome = await retryConflicts(rebuildAgain, { attempts: MAX_TRIES, pause });
  if (outcome !== OVERTAKEN) return outcome;
  throw new Fault('STORE_CONTENDED', `user ${userId}: ${MAX_TRIES} times in a row an event came first; run it again`);
}

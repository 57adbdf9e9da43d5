import { expect, test } from 'vitest';
import { listOf } from '../../domain/users/lists.ts';
import { publicState, type User, userKey, users } from '../../domain/users/user.ts';
import { userKeys } from '../../domain/users/userKey.ts';
import type { UserEvent } from '../../domain/users/userTelling.ts';
import {
  buryKept,
  buryView,
  type ForeignUserFields,
  type UserView,
  updateView,
  userViews,
  viewRefs,
} from '../../domain/users/view.ts';
import { sqliteStore } from '../../lib/store/sqlite.ts';
import { defineTable, put, ref, remove, type Store, type Write } from '../../lib/store/store.ts';
import { rebuildTables, rebuildUserViews } from '../../ops/rebuildUserViews.ts';

const at = '2026-11-21T08:00:00.000Z';
const told = '2026-11-21T09:00:00.000Z';
const zoe: User = {
  ...userKey('42'),
  version: 1,
  username: 'zoe',
  email: 'zoe@example.com',
  passwordHash: '$',
  status: 'active',
  locale: 'en',
  createdAt: at,
  changedAt: at,
  fieldTimes: {},
  listed: listOf('42'),
};
const registered: UserEvent = { id: 'e-1', type: 'user.registered', timestamp: at, data: publicState('42', zoe) };
const foreign = (username: string, timestamp = told): UserEvent => {
  return { id: username, type: 'user.updated', timestamp, data: { user_id: '42', changes: { username } } };
};
const deletion: UserEvent = { id: 'd', type: 'user.deleted', timestamp: told, data: { user_id: '42' } };

async function itemsIn(store: Store) {
  const [view, kept] = await store.read(Object.values(viewRefs('42')));
  return { view: view as UserView | undefined, kept: kept as ForeignUserFields | undefined };
}

/** Somebody loses the view of a deleted user, too: the store itself takes no such removal through our table. */
const dropped = remove(ref(defineTable({ name: userViews.name }), userKey('42').pk));

async function write(store: Store, ...writes: Write[]) {
  if (writes.length > 0) expect(await store.transact(writes, crypto.randomUUID())).toEqual([]);
}

async function tell(store: Store, event: UserEvent) {
  const decided = updateView('42', event, await itemsIn(store), { writer: 'user.events-0', nowMs: Date.now() });
  if (decided.kind === 'commit') await write(store, ...decided.writes);
}

const open = () => sqliteStore({ file: ':memory:', tables: rebuildTables, now: Date.now });

async function rebuild(store: Store) {
  const done = { lists: 0, users: 0, rebuilt: 0, right: 0, left: 0 };
  await rebuildUserViews(store, done);
  const { lists: _, ...counts } = done;
  return counts;
}

/** One thing happens after each thing the rebuild reads, as long as there are any. */
function between(store: Store, happenings: (() => Promise<unknown>)[]): Store {
  return {
    ...store,
    read: async (refs) => {
      const items = await store.read(refs);
      await happenings.shift()?.();
      return items;
    },
  };
}

test.each([
  [1, 'gone'],
  [2, 'gone'],
  [1, 'wrong'],
  [2, 'wrong'],
])('after read %i of a rebuild an event comes, the view being %s: it is not lost', async (which, isWhat) => {
  const [store, straight] = [open(), open()];
  for (const one of [store, straight]) {
    await write(one, put(users, zoe));
    for (const event of [registered, foreign('bo')]) await tell(one, event);
  }
  await tell(straight, foreign('later', '2026-11-21T10:00:00.000Z'));
  const { view } = await itemsIn(store);
  const wrong = put(userViews, { ...userKey('42'), ...view, own: {} });
  await write(store, isWhat === 'gone' ? remove(viewRefs('42').view) : wrong);
  const quiet = Array.from({ length: which - 1 }, () => async () => undefined);
  const event = () => tell(store, foreign('later', '2026-11-21T10:00:00.000Z'));
  await rebuild(between(store, [...quiet, event]));
  expect(await itemsIn(store)).toEqual(await itemsIn(straight));
});

test.each([1, 2])(
  'after read %i of a rebuild the user is erased: nothing clear comes back, even if the view is dropped again',
  async (which) => {
    const store = open();
    await write(store, put(users, zoe));
    for (const event of [registered, foreign('bo')]) await tell(store, event);
    await write(store, remove(viewRefs('42').view));
    const quiet = Array.from({ length: which - 1 }, () => async () => undefined);
    const erasure = async () => {
      const { view, kept } = await itemsIn(store);
      await write(store, ...buryView('42', view), ...buryKept('42', kept));
      await write(store, dropped);
    };
    await rebuild(between(store, [...quiet, erasure]));
    expect((await itemsIn(store)).view).toEqual({ pk: 'user#42', sk: '-', deleted: true });
  },
);

test('a deleted user’s view is made anew as what is left of it, and no event fills it again', async () => {
  const store = open();
  for (const event of [registered, foreign('bo'), deletion]) await tell(store, event);
  const before = await itemsIn(store);
  await write(store, dropped);
  await tell(store, registered);
  expect(await rebuild(store)).toEqual({ users: 1, rebuilt: 1, right: 0, left: 0 });
  expect(await itemsIn(store)).toEqual(before);
  expect(JSON.stringify(before)).not.toMatch(/zoe|bo/);
});

test('of a user whose record is ahead of the events the view is, too, and the events then change nothing', async () => {
  const store = open();
  await write(store, put(users, zoe));
  expect(await rebuild(store)).toEqual({ users: 1, rebuilt: 1, right: 0, left: 0 });
  const { view } = await itemsIn(store);
  await tell(store, registered);
  expect((await itemsIn(store)).view).toEqual(view);
});

test.each([
  [
    'whose key is destroyed, though nobody has erased the rest yet',
    [put(userKeys, { ...userKey('42'), destroyedAt: at })],
  ],
  ['without a record behind the own part of the view', [remove({ table: users, ...userKey('42') })]],
  ['whose record only says that it was erased', [put(users, { ...userKey('42'), version: 2, deletedAt: at } as never)]],
])('the view of a user %s stays as events made it', async (_, writes) => {
  const store = open();
  await write(store, put(users, zoe));
  for (const event of [registered, foreign('bo')]) await tell(store, event);
  const before = await itemsIn(store);
  await write(store, ...writes);
  expect(await rebuild(store)).toEqual({ users: 1, rebuilt: 0, right: 0, left: 1 });
  expect(await itemsIn(store)).toEqual(before);
});

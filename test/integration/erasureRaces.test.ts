import { describe, expect, test } from 'vitest';
import { userSettings } from '../../domain/users/settings.ts';
import {
  changeUser,
  replaceUser,
  takenNames,
  type User,
  userKey,
  usernameTakenRef,
  userRef,
} from '../../domain/users/user.ts';
import { putIfAbsent, putIfVersion, remove, type Store, type Write } from '../../lib/store/store.ts';
import { realPart } from '../real/available.ts';
import {
  deletedAt,
  digest,
  type Given,
  held,
  nothingLeft,
  onDynamo,
  onSqlite,
  registerZoe,
  workersOn,
} from './givenErasure.ts';

/** The writes of a PATCH of the username. */
function renaming(user: User, username: string): Write[] {
  const { pk, sk } = usernameTakenRef(username, { digest });
  const taken = putIfAbsent(takenNames, { pk, sk, userId: user.pk.slice('user#'.length) });
  const next = replaceUser(changeUser(user, { username }, Date.parse(deletedAt)));
  return [next, taken, remove(usernameTakenRef(user.username, { digest }))];
}

function suite(open: () => Promise<Given>): void {
  test('a user who is changed while the erasure decides is erased as changed, the new name freed', async () => {
    const given = await open();
    const store = await given.storeOf();
    const { id, user } = await registerZoe(store);
    let changes = 0;
    const overtaking: Store = {
      ...store,
      read: async (refs) => {
        const found = await store.read(refs);
        if (refs.some(({ table }) => table.name === 'users') && changes++ === 0) {
          expect(await store.transact(renaming(user, 'zoe2'), crypto.randomUUID())).toEqual([]);
        }
        return found;
      },
    };
    expect((await workersOn(given, overtaking).clean(id)).outcomes).toEqual(['handled']);
    expect(await held(id, store)).toEqual(nothingLeft(id, 1));
    expect(await store.read([usernameTakenRef('zoe2', { digest })])).toEqual([undefined]);
  });

  test('what was decided before an erasure is not written after it', async () => {
    const given = await open();
    const store = await given.storeOf();
    const { id, user } = await registerZoe(store);
    const workers = workersOn(given, store);
    await workers.settle(id);
    const [settings] = (await store.read([{ table: userSettings, ...userKey(id) }])) as [never];
    await workers.clean(id);
    const late = [
      replaceUser(changeUser(user, { profile: { city: 'Zürich' } }, Date.parse(deletedAt))),
      putIfVersion(userSettings, { ...(settings as object), ...userKey(id), version: 2 } as never, 1),
      putIfAbsent(userSettings, { ...userKey(id), version: 1 } as never),
    ];
    for (const write of late) expect(await store.transact([write], crypto.randomUUID())).toHaveLength(1);
    expect(await held(id, store)).toEqual(nothingLeft(id, 2));
  });

  test('who comes back is somebody new: the names are free, the settings their own; the welcome was said', async () => {
    const given = await open();
    const store = await given.storeOf();
    const workers = workersOn(given, store);
    const first = await registerZoe(store);
    await workers.welcome(first.id);
    await workers.clean(first.id);
    const second = await registerZoe(store);
    expect(second.id).not.toBe(first.id);
    expect((await workers.settle(second.id, 'r2')).outcomes).toEqual(['handled']);
    // The claim is on the address, of which it holds a digest, until it expires.
    expect((await workers.welcome(second.id, 'r2')).outcomes).toEqual(['duplicate']);
    expect(given.platform.inbox.list(10)).toHaveLength(1);
    expect(await held(first.id, store)).toMatchObject(nothingLeft(first.id, 1));
    expect((await held(second.id, store))['userSettings']).toMatchObject({ email: 'zoe@example.com', version: 1 });
    // A deletion that is told again is the first one's, and takes nothing from the second.
    await workers.clean(first.id, 'd2');
    expect(await store.read([userRef(second.id)])).toMatchObject([{ username: 'zoe' }]);
    expect(Object.keys(await held(second.id, store)).sort()).toEqual(['email', 'userSettings', 'username', 'users']);
  });

  test('a name that is another’s by now is not freed; the deletion is a dead letter, and holds up no other', async () => {
    const given = await open();
    const store = await given.storeOf();
    const { id } = await registerZoe(store);
    const { email } = await held(id, store);
    const others = { op: 'put', table: takenNames, item: { ...email, userId: '1' } } as never;
    await store.transact([others], crypto.randomUUID());
    expect((await workersOn(given, store).clean(id)).reports).toMatchObject([
      { outcome: 'dead-letter', errorCode: 'DECISION_IMPOSSIBLE' },
    ]);
    expect((await held(id, store))['email']).toMatchObject({ userId: '1' });
  });

  test('a deletion without a user id is acknowledged, and erases nobody', async () => {
    const given = await open();
    const store = await given.storeOf();
    const { id } = await registerZoe(store);
    expect((await workersOn(given, store).clean('')).outcomes).toEqual(['ignored']);
    expect((await held(id, store))['users']).toMatchObject({ username: 'zoe' });
  });
}

describe('beside an erasure on SQLite', () => suite(onSqlite));

for (const part of ['dynoxide', 'dynamoLocal'] as const) {
  const address = await realPart(part);
  describe.runIf(address)(`beside an erasure on ${part}`, () => suite(() => onDynamo(address ?? '')));
}

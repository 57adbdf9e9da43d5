import { describe, expect, test } from 'vitest';
import { lastLoginOf, lastLogins, logins } from '../../domain/users/logins.ts';
import { config } from '../../functions/consumers/recordLogin/config.ts';
import { recordLogin } from '../../functions/consumers/recordLogin/recordLogin.ts';
import { consumer } from '../../lib/consumer/constructors.ts';
import type { OpenEngine } from '../../lib/lambda/lambda.ts';
import { loggedIn, trxLoggedIn } from '../fixtures/logins.ts';
import { type Given, onEachStore } from '../fixtures/onEachStore.ts';
import { erase, openLog } from '../fixtures/personal.ts';
import { permutations, untilAnswered } from '../fixtures/redelivery.ts';

const handlerOf = (open: OpenEngine) =>
  consumer(config, { 'user.logged_in': recordLogin, login: recordLogin }, { open });
const ten = Array.from({ length: 10 }, (_, n) => n);

async function lastOf({ store }: Given, userId = '42') {
  const [last] = await store.read([lastLoginOf(userId).last]);
  return last?.['at'];
}

await onEachStore('recordLogin', [config], (open) => {
  test('a login told on two topics, each twice, in any order, is one entry, sealed but for its time', async () => {
    const given = await open();
    const handler = handlerOf(given.worker());
    const orders = permutations([loggedIn, trxLoggedIn, loggedIn, trxLoggedIn]);
    // The first record of every order goes in one batch, then the second of every order, and so on.
    for (const round of [0, 1, 2, 3]) {
      const batch = orders.flatMap((order, n) => {
        const user_id = 42 + n;
        return order[round]?.({ user_id, id: `l${n}`, key: String(user_id), offset: n }) ?? [];
      });
      const { outcomes } = await given.platform.invoke(handler, batch);
      expect(outcomes).toEqual(orders.map(() => (round === 0 ? 'handled' : 'duplicate')));
    }
    for (const [n] of orders.entries()) {
      const userId = String(42 + n);
      expect(await openLog(logins, userId, given)).toEqual([
        {
          sk: `2026-11-21T07:59:00.000000000Z#l${n}`,
          clear: { at: '2026-11-21T07:59:00.000Z' },
          opened: { ip: '203.0.113.7', country: 'DE', user_agent: 'Mozilla/5.0 (iPhone)' },
        },
      ]);
      expect(await lastOf(given, userId)).toBe('2026-11-21T07:59:00.000Z');
    }
  }, 60_000);

  test('the last login moves forward only, whatever comes late, and however many digits the times have', async () => {
    const given = await open();
    const handler = handlerOf(given.worker());
    const seen = [];
    for (const [id, timestamp] of [
      ['a', '2026-11-21T07:59:00.123456789Z'],
      ['b', '2026-11-21T07:59:00.123Z'],
      ['c', '2026-11-21T07:58:59.999999999Z'],
      ['d', '2026-11-21T15:59:00.124+08:00'],
      ['e', '2027-01-01T00:00:00Z'],
      ['f', '2026-11-21T07:59:59.000Z'],
    ] as const) {
      await given.platform.invoke(handler, [loggedIn({ id, timestamp })]);
      seen.push(await lastOf(given));
    }
    expect(seen).toEqual([
      '2026-11-21T07:59:00.123456789Z',
      '2026-11-21T07:59:00.123456789Z',
      '2026-11-21T07:59:00.123456789Z',
      '2026-11-21T07:59:00.124Z',
      // A login from the future was when its record was written, at 07:59:00.
      '2026-11-21T07:59:00.124Z',
      '2026-11-21T07:59:59.000Z',
    ]);
    const entries = await openLog(logins, '42', given);
    expect(entries.map(({ sk }) => sk.split('#')[1])).toEqual(['c', 'e', 'b', 'a', 'd', 'f']);
  });

  test('ten workers at once, on logins of their own and on one that all of them have, lose and repeat none', async () => {
    const given = await open();
    // So that the user's key is there, and the last login is all they contend for.
    const first = loggedIn({ id: 'first', timestamp: '2026-11-21T07:00:00.000Z' });
    await given.platform.invoke(handlerOf(given.worker()), [first]);
    const work = given.sideBySide(10, logins).map(async (worker, n) => {
      const handler = handlerOf(worker);
      const own = loggedIn({ id: `own${n}`, timestamp: `2026-11-21T07:5${9 - n}:30.000Z`, offset: n });
      await untilAnswered(given.platform, handler, [own, trxLoggedIn({ id: 'shared', offset: n, key: null })]);
    });
    await Promise.all(work);
    const entries = await openLog(logins, '42', given);
    const ids = entries.map(({ sk }) => sk.split('#')[1]);
    expect(ids.toSorted()).toEqual(['first', ...ten.map((n) => `own${n}`), 'shared']);
    expect(await lastOf(given)).toBe('2026-11-21T07:59:30.000Z');
  }, 60_000);

  test.each(['before', 'after'] as const)(
    'a process that ends just %s its commit loses and repeats nothing',
    async (when) => {
      const given = await open();
      const record = loggedIn();
      const died = await given.platform.invoke(handlerOf(given.dying(logins, when)), [record]);
      expect(died.thrown).not.toBeNull();
      const again = await given.platform.invoke(handlerOf(given.worker()), [record]);
      expect(again.outcomes).toEqual([when === 'before' ? 'handled' : 'duplicate']);
      expect(await openLog(logins, '42', given)).toHaveLength(1);
      expect(await lastOf(given)).toBe('2026-11-21T07:59:00.000Z');
    },
  );

  describe('of a deleted user', () => {
    test('nothing is written', async () => {
      const given = await open();
      await erase('42', [lastLogins], given.store);
      const { outcomes } = await given.platform.invoke(handlerOf(given.worker()), [loggedIn(), trxLoggedIn()]);
      expect(outcomes).toEqual(['ignored', 'ignored']);
      expect(await openLog(logins, '42', given)).toEqual([]);
      expect(await lastOf(given)).toBeUndefined();
    });

    test.each([
      ['the first login', []],
      ['a later login', [loggedIn({ id: 'l0', timestamp: '2026-11-21T07:00:00Z' })]],
      ['a login that comes late', [loggedIn({ id: 'l0', timestamp: '2026-11-21T07:59:59Z' })]],
    ])('%s that was decided before the erasure is not written after it', async (_, earlier) => {
      const given = await open();
      for (const record of earlier) await given.platform.invoke(handlerOf(given.worker()), [record]);
      let erasing: Promise<void> | undefined;
      const overtaken = given.through(async (writes, write) => {
        if (writes.some((one) => one.op === 'put' && one.table.name === logins.name)) {
          erasing ??= erase('42', [lastLogins], given.store);
        }
        await erasing;
        return await write();
      });
      const { outcomes } = await given.platform.invoke(handlerOf(overtaken), [loggedIn()]);
      expect(outcomes).toEqual(['ignored']);
      const { items } = await given.store.query({ table: logins, partition: 'user#42' });
      expect(items).toHaveLength(earlier.length);
      expect(await given.store.read([lastLoginOf('42').last])).toEqual([
        { pk: 'user#42', sk: '-', version: earlier.length + 1, deletedAt: '2026-11-21T09:00:00.000Z' },
      ]);
    });
  });

  test('a login that names nobody is acknowledged', async () => {
    const { platform, worker } = await open();
    const nobody = [{ user_id: null }, { user_id: '' }, { user_id: undefined }].map((told, offset) =>
      loggedIn({ ...told, offset }),
    );
    expect((await platform.invoke(handlerOf(worker()), nobody)).outcomes).toEqual(['ignored', 'ignored', 'ignored']);
  });
});

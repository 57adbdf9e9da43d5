import { expect, test } from 'vitest';
import { counterKey, counters, shardsOf, sumByDay } from '../../domain/analytics/counters.ts';
import { countedUsers } from '../../domain/analytics/userFacts.ts';
import { userKeys } from '../../domain/users/userKey.ts';
import { config } from '../../functions/consumers/countRegistration/config.ts';
import { countLogin, countRegistration } from '../../functions/consumers/countRegistration/countRegistration.ts';
import { drainConnectionsOf } from '../../lib/connect/engine.ts';
import { consumer } from '../../lib/consumer/constructors.ts';
import { table } from '../../lib/declare/uses.ts';
import type { OpenEngine } from '../../lib/lambda/lambda.ts';
import { relay } from '../../lib/outbox/relay.ts';
import { queryAll } from '../../lib/store/queryAll.ts';
import { loggedIn } from '../fixtures/logins.ts';
import { type Given, onEachStore } from '../fixtures/onEachStore.ts';
import { erase } from '../fixtures/personal.ts';
import { jsonOf, recordOf } from '../fixtures/records.ts';
import { permutations, untilAnswered } from '../fixtures/redelivery.ts';
import { registered, type Topic, topics } from '../fixtures/registrations.ts';

const handlerOf = (open: OpenEngine) =>
  consumer(config, { 'user.registered': countRegistration, 'user.logged_in': countLogin }, { open });

async function countsOf(counted: string, { store }: Given) {
  const days = shardsOf({ from: '2026-11-20', to: '2026-11-21' });
  return sumByDay(await queryAll(store, { table: counters, partition: counterKey(counted) }, days));
}

async function factsOf({ platform }: Given) {
  const facts = (await platform.onTopic('user.analytics')).map(jsonOf);
  return facts.map(({ type, user_id, day, cause_event_id }) => `${type} ${user_id} ${day} ${cause_event_id}`);
}

// The user's key is nothing to this consumer: it is here to be destroyed.
const beside = { name: 'beside', uses: [table(userKeys)] };

await onEachStore('countRegistration', [config, beside], (open) => {
  test('a registration told on three topics, each twice, in any order, is one count and one fact', async () => {
    const given = await open();
    const handler = handlerOf(given.worker());
    const orders = [...new Set(permutations([...topics, ...topics]).map((order) => order.join()))];
    expect(orders).toHaveLength(90);
    // The first record of every order goes in one batch, then the second of every order, and so on.
    for (const [round] of [...topics, ...topics].entries()) {
      const batch = orders.map((order, n) => registered(order.split(',')[round] as Topic, 1 + n, { offset: n }));
      const { outcomes } = await given.platform.invoke(handler, batch);
      expect(new Set(outcomes), `round ${round}`).toEqual(new Set([round === 0 ? 'handled' : 'duplicate']));
    }
    expect(await countsOf('user.registered', given)).toEqual([{ day: '2026-11-20', count: 90 }]);
    expect((await factsOf(given)).toSorted()).toEqual(
      orders.map((_, n) => `user.registration_counted ${1 + n} 2026-11-20 r${1 + n}`).toSorted(),
    );
  }, 60_000);

  test('so it is where the topics share no event id, as the older services write them', async () => {
    const given = await open();
    const handler = handlerOf(given.worker());
    for (const [n, order] of permutations(topics).entries()) {
      for (const topic of order) await given.platform.invoke(handler, [registered(topic, 1 + n, { hasId: false })]);
    }
    expect(await countsOf('user.registered', given)).toEqual([{ day: '2026-11-20', count: 6 }]);
    expect(await factsOf(given)).toHaveLength(6);
  });

  test('and so it is in one batch of them all', async () => {
    const given = await open();
    const records = topics.flatMap((topic) => [registered(topic, 7), registered(topic, 7, { offset: 1 })]);
    const { outcomes } = await given.platform.invoke(handlerOf(given.worker()), records);
    expect(outcomes.toSorted()).toEqual([...Array.from({ length: 5 }, () => 'duplicate'), 'handled']);
    expect(await countsOf('user.registered', given)).toEqual([{ day: '2026-11-20', count: 1 }]);
  });

  test('ten workers at once, on users of their own and on one that all of them are told of, count eleven', async () => {
    const given = await open();
    await Promise.all(
      given.sideBySide(10, counters).map((worker, n) => {
        const topic = topics[n % topics.length] ?? 'user-events';
        const records = [registered(topic, 100 + n, { offset: n }), registered(topic, 42, { offset: 50 + n })];
        return untilAnswered(given.platform, handlerOf(worker), records);
      }),
    );
    expect(await countsOf('user.registered', given)).toEqual([{ day: '2026-11-20', count: 11 }]);
    expect(new Set(await factsOf(given)).size).toBe(11);
  }, 60_000);

  test('a login is counted once an event id, on its own day, in whatever order logins come', async () => {
    const given = await open();
    const handler = handlerOf(given.worker());
    const second = loggedIn({ id: 'l2', timestamp: '2026-11-21T00:00:00+08:00' });
    for (const record of [loggedIn(), second, loggedIn(), second]) await given.platform.invoke(handler, [record]);
    expect(await countsOf('user.logged_in', given)).toEqual([
      { day: '2026-11-20', count: 1 },
      { day: '2026-11-21', count: 1 },
    ]);
    expect((await factsOf(given)).toSorted()).toEqual([
      'user.login_counted 42 2026-11-20 l2',
      'user.login_counted 42 2026-11-21 l1',
    ]);
  });

  test.each(['before', 'after'] as const)(
    'a process that ends just %s its commit counts and tells once',
    async (when) => {
      const given = await open();
      for (const record of [registered('user-events', 7), loggedIn()]) {
        const died = await given.platform.invoke(handlerOf(given.dying(counters, when)), [record]);
        expect(died.thrown).not.toBeNull();
        const again = await given.platform.invoke(handlerOf(given.worker()), [record]);
        expect(again.outcomes).toEqual([when === 'before' ? 'handled' : 'duplicate']);
      }
      await relay(drainConnectionsOf(await given.worker()(config)));
      expect(await countsOf('user.registered', given)).toEqual([{ day: '2026-11-20', count: 1 }]);
      expect(await countsOf('user.logged_in', given)).toEqual([{ day: '2026-11-21', count: 1 }]);
      expect(await factsOf(given)).toHaveLength(2);
    },
  );

  test('a deleted user is counted all the same, once: the sum does not hang on which came first', async () => {
    const given = await open();
    await erase('7', [], given.store);
    const handler = handlerOf(given.worker());
    for (const topic of topics) await given.platform.invoke(handler, [registered(topic, 7)]);
    expect(await countsOf('user.registered', given)).toEqual([{ day: '2026-11-20', count: 1 }]);
    expect(await queryAll(given.store, { table: countedUsers, partition: 'user#7' })).toEqual([
      { pk: 'user#7', sk: '-', day: '2026-11-20' },
    ]);
  });

  test('whoever is not named is acknowledged', async () => {
    const { platform, worker } = await open();
    const nobody = [
      recordOf({ topic: 'user_registered', value: { username: 'bo', email: 'bo@example.com' } }),
      loggedIn({ user_id: null }),
    ];
    expect((await platform.invoke(handlerOf(worker()), nobody)).outcomes).toEqual(['ignored', 'ignored']);
  });
});

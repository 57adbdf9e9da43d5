// One registration, published on three topics and each delivered twice, in every order: what there is afterwards, once each.
import { expect, test } from 'vitest';
import { counterKey, counters } from '../../domain/analytics/counters.ts';
import { settingsRef, userSettings } from '../../domain/users/settings.ts';
import { userKeys } from '../../domain/users/userKey.ts';
import { viewRefs } from '../../domain/users/view.ts';
import { config as counting } from '../../functions/consumers/countRegistration/config.ts';
import { countLogin, countRegistration } from '../../functions/consumers/countRegistration/countRegistration.ts';
import { config as settling } from '../../functions/consumers/initialiseUserSettings/config.ts';
import { initialiseUserSettings } from '../../functions/consumers/initialiseUserSettings/initialiseUserSettings.ts';
import { config as welcoming } from '../../functions/consumers/sendWelcomeEmail/config.ts';
import { sendWelcomeEmail } from '../../functions/consumers/sendWelcomeEmail/sendWelcomeEmail.ts';
import { config as viewing } from '../../functions/consumers/updateUserView/config.ts';
import { updateUserView } from '../../functions/consumers/updateUserView/updateUserView.ts';
import { consumer, delivery } from '../../lib/consumer/constructors.ts';
import { alike } from '../../lib/decisions/decider.ts';
import { table } from '../../lib/declare/uses.ts';
import type { OpenEngine } from '../../lib/lambda/lambda.ts';
import { queryAll } from '../../lib/store/queryAll.ts';
import { type Given, onEachStore } from '../fixtures/onEachStore.ts';
import { permutations } from '../fixtures/redelivery.ts';
import { registered, type Topic, topics } from '../fixtures/registrations.ts';

const beside = { name: 'beside', uses: [table(userKeys), table(userSettings)] };

const handlersOver = (open: OpenEngine) => [
  consumer(viewing, alike(viewing.events, updateUserView), { open }),
  consumer(settling, { 'user.registered': initialiseUserSettings }, { open }),
  consumer(counting, { 'user.registered': countRegistration, 'user.logged_in': countLogin }, { open }),
  delivery(welcoming, { 'user.registered': sendWelcomeEmail, welcome_email: sendWelcomeEmail }, { open }),
];

const orders = [...new Set(permutations([...topics, ...topics]).map((order) => order.join()))];

const at = '2026-11-20T23:59:59.900Z';
const viewOf = (id: string) => ({
  pk: `user#${id}`,
  sk: '-',
  stamp: '',
  version: 0,
  own: {},
  foreign: {
    email: { at, id: `r${id}`, value: `user${id}@example.com` },
    created_at: { at, id: `r${id}`, value: at },
  },
});

await onEachStore('one registration', [viewing, settling, counting, welcoming, beside], (open) => {
  test('is one view, the same in each of 90 orders, one settings row, one welcome and one count', async () => {
    const given = await open();
    for (const handler of handlersOver(given.worker())) await tellAll(given, handler);
    const ids = orders.map((_, n) => String(1 + n));
    const views = await given.store.read(ids.map((id) => viewRefs(id).view));
    // Where in the log it was told last is another place in each order.
    const told = JSON.parse(JSON.stringify(views, (name, value) => (name === 'from' ? undefined : value)));
    expect(told.map((view: object) => ({ ...view, stamp: '' }))).toEqual(ids.map(viewOf));
    expect(await given.store.read(ids.map(settingsRef))).toMatchObject(
      ids.map((id) => ({ email: `user${id}@example.com` })),
    );
    const welcomed = given.platform.inbox.list(1_000).map(({ to: [address] }) => address);
    expect(welcomed.toSorted()).toEqual(ids.map((id) => `user${id}@example.com`).toSorted());
    const counts = await queryAll(given.store, { table: counters, partition: counterKey('user.registered') });
    expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(90);
  }, 60_000);
});

/** The first record of every order goes in one batch, then the second of every order, and so on: a user an order. */
async function tellAll({ platform }: Given, handler: Parameters<Given['platform']['invoke']>[0]): Promise<void> {
  for (let round = 0; round < 2 * topics.length; round += 1) {
    const batch = orders.map((order, n) =>
      registered(order.split(',')[round] as Topic, 1 + n, { offset: n, email: `user${1 + n}@example.com` }),
    );
    const { thrown } = await platform.invoke(handler, batch);
    expect(thrown).toBe(null);
  }
}

/** A user of ours on a store, and the consumers that are told of them. */

import { personalRefs } from '../../domain/personalData/erasure.ts';
import { registerUser } from '../../domain/users/registration.ts';
import { emailTakenRef, type User, userKey, usernameTakenRef, userRef } from '../../domain/users/user.ts';
import { cleanUpDeletedUser } from '../../functions/consumers/cleanUpDeletedUser/cleanUpDeletedUser.ts';
import { config as cleaning } from '../../functions/consumers/cleanUpDeletedUser/config.ts';
import { config as settling } from '../../functions/consumers/initialiseUserSettings/config.ts';
import { initialiseUserSettings } from '../../functions/consumers/initialiseUserSettings/initialiseUserSettings.ts';
import { config as welcoming } from '../../functions/consumers/sendWelcomeEmail/config.ts';
import { sendWelcomeEmail } from '../../functions/consumers/sendWelcomeEmail/sendWelcomeEmail.ts';
import { tablesOf } from '../../lib/connect/connect.ts';
import { digestUnder } from '../../lib/connect/engine.ts';
import { consumer, delivery } from '../../lib/consumer/constructors.ts';
import { groupingStore } from '../../lib/store/grouping.ts';
import type { Item, Ref, Store } from '../../lib/store/store.ts';
import { openPlatform, type Platform } from '../fixtures/platform.ts';
import { recordOf } from '../fixtures/records.ts';
import { createTables, dynamoAt } from '../lib/store/openDynamo.ts';

const configs = [cleaning, settling, welcoming];
const tables = [...new Map(configs.flatMap(tablesOf).map((table) => [table.name, table])).values()];
const all = { name: 'test', uses: configs.flatMap(({ uses }) => uses), topics: cleaning.topics };

export interface Given {
  platform: Platform;
  /** A handle of its own on the one store. */
  storeOf(): Promise<Store>;
}

export async function onSqlite(): Promise<Given> {
  const platform = await openPlatform(configs);
  return { platform, storeOf: async () => (await platform.open()(all)).connections.store };
}

export async function onDynamo(address: string): Promise<Given> {
  const tableName = await createTables(address, tables);
  const platform = await openPlatform(configs);
  return { platform, storeOf: async () => groupingStore(dynamoAt(address, tableName, tables)) };
}

export const digest = digestUnder('a secret of at least thirty-two characters');
let random = 0;

/** Zoë registers: the user's id, and what was written. */
export async function registerZoe(store: Store): Promise<{ id: string; user: User }> {
  const email = 'zoe@example.com';
  const context = {
    settings: undefined,
    writer: 'users',
    nowMs: Date.parse('2026-11-21T07:58:00.000Z'),
    newId: () => 'registered',
    random: () => (random = (random + 0.001) % 1),
    digest,
  };
  const nobody = { email: undefined, username: undefined };
  const registered = registerUser({ username: 'zoe', email }, '$argon2id$zoe', nobody, context);
  if ('taken' in registered) throw new Error('expected nobody to be in the way');
  const failures = await store.transact(registered.commit.writes, crypto.randomUUID());
  if (failures.length > 0) throw new Error(`the names are taken: ${JSON.stringify(failures)}`);
  return { id: registered.userId, user: registered.user };
}

/** Delivers to each consumer its event, under ids of its own. */
export function workersOn({ platform }: Given, store: Store) {
  const open = { open: platform.open(() => ({ store })) };
  const clean = consumer(cleaning, { 'user.deleted': cleanUpDeletedUser }, open);
  const settle = consumer(settling, { 'user.registered': initialiseUserSettings }, open);
  const welcome = delivery(welcoming, { 'user.registered': sendWelcomeEmail, welcome_email: sendWelcomeEmail }, open);
  const told = (type: string, user_id: string, eventId: string) => {
    const value = { type, id: eventId, user_id, username: 'zoe', email: 'zoe@example.com' };
    return [recordOf({ topic: 'user.events', key: user_id, value })];
  };
  return {
    clean: (id: string, eventId = 'd1') => platform.invoke(clean, told('user.deleted', id, eventId)),
    settle: (id: string, eventId = 'r1') => platform.invoke(settle, told('user.registered', id, eventId)),
    welcome: (id: string, eventId = 'r1') => platform.invoke(welcome, told('user.registered', id, eventId)),
  };
}

/** The items held on that user and under the names; tables of others have tests of their own. */
export async function held(id: string, store: Store): Promise<Record<string, Item>> {
  const names = { email: emailTakenRef('zoe@example.com', { digest }), username: usernameTakenRef('zoe', { digest }) };
  const { userKeys, userSettings, riskSubjects } = personalRefs(id) as Record<string, Ref>;
  const refs = { userKeys, userSettings, riskSubjects, ...names, users: userRef(id) } as Record<string, Ref>;
  const found = await store.read(Object.values(refs));
  return Object.fromEntries(Object.keys(refs).flatMap((name, at) => (found[at] ? [[name, found[at]]] : [])));
}

/** When the platform's clock says it was. */
export const deletedAt = '2026-11-21T08:00:00.000Z';

/** The tombstones left of a user: id and time. */
export const nothingLeft = (id: string, settingsVersion: number) => ({
  userKeys: { ...userKey(id), destroyedAt: deletedAt },
  userSettings: { ...userKey(id), version: settingsVersion, deletedAt },
  riskSubjects: { pk: `["user","${id}"]`, sk: '-', version: 1, deletedAt },
});

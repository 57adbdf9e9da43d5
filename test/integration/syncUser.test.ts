import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { destroyKey } from '../../domain/users/userKey.ts';
import { config } from '../../functions/consumers/syncUser/config.ts';
import { syncUser } from '../../functions/consumers/syncUser/syncUser.ts';
import { tablesOf } from '../../lib/connect/connect.ts';
import { consumer } from '../../lib/consumer/constructors.ts';
import { alike } from '../../lib/decisions/decider.ts';
import type { KafkaRecord } from '../../lib/kafka/record.ts';
import { groupingStore } from '../../lib/store/grouping.ts';
import type { Store } from '../../lib/store/store.ts';
import { openPlatform } from '../fixtures/platform.ts';
import { recordOf } from '../fixtures/records.ts';
import { createTables, dynamoAt } from '../lib/store/openDynamo.ts';
import { realPart } from '../real/available.ts';

const SYNC_SYSTEMS = 'https://crm.example.com/hooks,https://erp.example.com/users';
const told = { user_id: '373476556801234', changes: { username: 'zoë' } };
const onUserEvents = recordOf({
  topic: 'user.events',
  key: told.user_id,
  value: { id: 'e1', type: 'user.updated', timestamp: '2026-11-21T08:00:00Z', user_version: 2, ...told },
});
/** The same fact as TRX's readers know it: the user's id a number. */
const onTrx = recordOf({
  topic: 'user-events',
  key: told.user_id,
  value: {
    type: 'user_updated',
    event_id: 'e1',
    timestamp: '2026-11-21T08:00:00Z',
    ...told,
    user_id: 373_476_556_801_234,
  },
});

async function opened(storeOf?: () => Store) {
  const platform = await openPlatform([config]);
  const store = storeOf?.() ?? (await platform.open()(config)).connections.store;
  const worker = (through: (store: Store) => Store = (one) => one) => {
    const open = platform.open((own) => ({ store: through(storeOf?.() ?? own.store) }), { SYNC_SYSTEMS });
    return consumer(config, alike(config.events, syncUser), { open });
  };
  /** Drains at the same moment may send one event twice; its id tells. */
  const webhooks = async () => {
    const sent = (await platform.onTopic('notification.webhook')).map(dataOf);
    return [...new Map(sent.map((event) => [event['event_id'], event])).values()];
  };
  return { platform, store, worker, webhooks };
}

function dataOf({ value }: KafkaRecord): Record<string, unknown> {
  return JSON.parse(Buffer.from(value ?? []).toString());
}

function suite(open: () => ReturnType<typeof opened>): void {
  test('one fact on two topics, each told ten times at once and ten in a row, is one webhook a system', async () => {
    const { platform, worker, webhooks } = await open();
    const records = Array.from({ length: 10 }, () => [onUserEvents, onTrx]).flat();
    await Promise.all(records.map((record) => platform.invoke(worker(), [record])));
    for (const record of records) expect((await platform.invoke(worker(), [record])).thrown).toBeNull();
    const sent = await webhooks();
    expect(sent.map(({ to }) => to).toSorted()).toEqual(SYNC_SYSTEMS.split(','));
    const [body, other] = sent.map((event) => event['body'] as string);
    expect(body).toBe(other);
    expect(JSON.parse(body ?? '')).toMatchObject({ type: 'user.updated', event_id: 'e1', ...told });
  });

  test('who is deleted while it is decided is told of to nobody', async () => {
    const { platform, store, worker, webhooks } = await open();
    let isErased = false;
    const erasing = (one: Store): Store => ({
      ...one,
      transact: async (writes, token) => {
        if (!isErased) {
          isErased = true;
          await store.transact(destroyKey(told.user_id, undefined, '2026-11-21T08:00:01.000Z'), randomUUID());
        }
        return await one.transact(writes, token);
      },
    });
    const { outcomes } = await platform.invoke(worker(erasing), [onUserEvents]);
    expect([outcomes, isErased]).toEqual([['ignored'], true]);
    expect((await platform.invoke(worker(), [onTrx])).outcomes).toEqual(['ignored']);
    expect(await webhooks()).toEqual([]);
  });
}

describe('syncUser on SQLite', () => suite(() => opened()));

const address = await realPart('dynoxide');
const onDynamo = async () => {
  const tables = tablesOf(config);
  const tableName = await createTables(address ?? '', tables);
  return await opened(() => groupingStore(dynamoAt(address ?? '', tableName, tables)));
};
describe.runIf(address)('syncUser on dynoxide', () => suite(onDynamo));

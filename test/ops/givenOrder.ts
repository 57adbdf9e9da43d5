/** A state folder in which the history of one order is kept, and `ops orders` on it. */
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { type Order, orderRef, orders } from '../../domain/orders/order.ts';
import { destroyKey, type UserKey, userKeyRef } from '../../domain/users/userKey.ts';
import { config } from '../../functions/consumers/storeOrderHistory/config.ts';
import { storeOrderHistory } from '../../functions/consumers/storeOrderHistory/storeOrderHistory.ts';
import { type AuditEntry, audit } from '../../lib/audit/audit.ts';
import { consumer } from '../../lib/consumer/constructors.ts';
import { table } from '../../lib/declare/uses.ts';
import { LOCAL_DIGEST_SECRET } from '../../lib/settings/localDefaults.ts';
import { queryAll } from '../../lib/store/queryAll.ts';
import { ordersCommand } from '../../ops/orders.ts';
import { legacy, record } from '../fixtures/orderHistory.ts';
import { openPlatform } from '../fixtures/platform.ts';

const created = record(0, legacy('order_created', '00', { event_id: 'e0', items: [{ engraving: 'For Zoë' }] }));
const paid = record(1, legacy('order_paid', '05.123456789', { event_id: 'e1', changes: { amount: 500 } }));
const sent = record(2, legacy('order_sent', '09', { event_id: 'e2', user_id: null, note: 'left with Zoë' }));

export async function givenOrder() {
  const platform = await openPlatform([config]);
  const open = platform.open(undefined, { DIGEST_SECRET: LOCAL_DIGEST_SECRET });
  const { store } = (await open({ ...config, uses: [...config.uses, table(orders), table(audit)] })).connections;
  const keep = async (...records: (typeof created)[]): Promise<void> => {
    const handler = consumer(config, { 'order-events': storeOrderHistory }, { open });
    expect((await platform.invoke(handler, records)).thrown).toBeNull();
  };
  const ops = async (...args: string[]): Promise<{ text: string; status: number }> => {
    const printed: string[] = [];
    const status = await ordersCommand.run([...args, '--state', platform.folder], (text) => printed.push(text));
    expect(printed).toHaveLength(1);
    return { text: printed[0] ?? '', status };
  };
  await keep(created, paid, sent);
  return {
    folder: platform.folder,
    store,
    keep,
    ops,
    json: async (...args: string[]) => JSON.parse((await ops(...args, '--json')).text),
    stored: async () => (await store.read([orderRef('o-1')]))[0] as Order | undefined,
    acts: (): Promise<AuditEntry[]> => queryAll(store, { table: audit, partition: 'order#o-1' }),
    erase: async (): Promise<void> => {
      const [key] = await store.read([userKeyRef('7')]);
      const writes = destroyKey('7', key as UserKey | undefined, '2026-11-21T09:00:00.000Z');
      expect(await store.transact(writes, randomUUID())).toEqual([]);
    },
  };
}

/** A small application of every kind of function, for the tests of the deployment. */
import type { Application } from '../../deploy/application.ts';
import type { FunctionConfig } from '../../deploy/declaredFunctions.ts';
import { consumerConfig } from '../../lib/declare/consumerConfig.ts';
import { jobConfig } from '../../lib/declare/jobConfig.ts';
import { every } from '../../lib/declare/schedule.ts';
import { publishes, reads, relays, table, worksOff } from '../../lib/declare/uses.ts';
import { due } from '../../lib/due/dueRow.ts';
import { httpConfig } from '../../lib/http/config.ts';
import { defineTable } from '../../lib/store/store.ts';
import { countOrders, mailReceipts, orderPlaced } from '../fixtures/orders.ts';

export const carts = defineTable({ name: 'carts', indexes: { byDay: { partition: 'day', sort: 'openedAt' } } });

const post = { method: 'POST', summary: '', answers: {} } as const;

export const buy = httpConfig({
  name: 'buy',
  roles: { merchant: {} },
  routes: [
    { ...post, path: '/carts', action: 'open', access: { merchant: 'all' }, creates: true },
    { ...post, path: '/carts/{id}/paid', action: 'paid', access: 'signed' },
  ],
  uses: [table(carts), publishes(orderPlaced)],
});

export const look = httpConfig({
  name: 'look',
  routes: [{ method: 'GET', path: '/carts', action: 'look', summary: '', access: 'open', answers: {} }],
  uses: [reads(carts)],
});

export const relayShop = jobConfig({ name: 'relayShop', schedule: every(5), uses: [relays([])], timeoutSeconds: 60 });

/** Works off what is due; `mindCarts` stores some, and is given it. */
export const workOffShop = jobConfig({ name: 'workOffShop', schedule: every(1), uses: [worksOff], timeoutSeconds: 75 });
export const mindCarts = consumerConfig({ name: 'mindCarts', events: [orderPlaced], uses: [table(due)] });

/** The stage is `test` and the service `shop`; functions are said one by one, or all of them. */
export function shopOf(...configs: FunctionConfig[]): Application {
  const chosen = configs.length > 0 ? configs : [buy, look, countOrders, mailReceipts, relayShop];
  return { service: 'shop', stage: 'test', functions: chosen.map((config) => ({ config, folder: 'nowhere' })) };
}

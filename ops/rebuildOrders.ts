/** Orders' records restored from their history, each with an entry of who did it. */

import { randomUUID } from 'node:crypto';
import { restoreOrder } from '../domain/orders/history.ts';
import { type Order, orderIdAt, orderKey, orderRef, orders } from '../domain/orders/order.ts';
import { orderHistory, orderLists } from '../domain/orders/orderEvent.ts';
import { type Rebuilt, rebuildOrder } from '../domain/orders/rebuild.ts';
import { openRest } from '../domain/orders/sealed.ts';
import { openKey, type UserKey, userKeyRef } from '../domain/users/userKey.ts';
import { Fault } from '../lib/errors/fault.ts';
import { queryAll } from '../lib/store/queryAll.ts';
import { OVERTAKEN, retryConflicts } from '../lib/store/retryConflicts.ts';
import { operatorEntry } from './operatorEntry.ts';
import { type Looking, readHistory } from './orderHistory.ts';

export interface RebuiltOrder {
  order_id: string;
  outcome: Rebuilt['outcome'];
  /** The version of the order's record after the rebuild. */
  version: number;
  events: number;
  /** How many events could not be taken whole: their user was deleted, or never named. */
  partial_events: number;
}

const MAX_TRIES = 5;

/** Every order whose creation is in the history. */
export async function allOrders({ store }: Looking): Promise<string[]> {
  const found = [];
  for (const partition of orderLists) {
    found.push(...(await queryAll(store, { table: orderHistory, index: 'listed', partition })));
  }
  return [...new Set(found.map(orderIdAt))];
}

/** Decided anew when somebody changed the record meanwhile. Fault STORE_CONTENDED. */
export async function rebuild(orderId: string, looking: Looking): Promise<RebuiltOrder> {
  const decideAgain = async () => {
    const { rebuilt, told } = await decide(orderId, looking);
    if (!('writes' in rebuilt)) return told;
    const entry = entryOf(told);
    const failures = await looking.store.transact([...rebuilt.writes, entry], randomUUID());
    return failures.length === 0 ? told : OVERTAKEN;
  };
  const told = await retryConflicts(decideAgain, { attempts: MAX_TRIES });
  if (told !== OVERTAKEN) return told;
  throw new Fault('STORE_CONTENDED', `order ${orderId}: others kept changing its record`);
}

async function decide(orderId: string, looking: Looking): Promise<{ rebuilt: Rebuilt; told: RebuiltOrder }> {
  const { store, digest } = looking;
  const history = await readHistory(orderId, looking);
  const restored = restoreOrder(history);
  if (!restored) throw new Error(`order ${orderId}: a history without events`);
  const [order] = (await store.read([orderRef(orderId)])) as [Order | undefined];
  const userId = restored.clear.userId ?? order?.userId;
  const [userKey] = userId === undefined ? [] : ((await store.read([userKeyRef(userId)])) as [UserKey | undefined]);
  const key = userId === undefined ? undefined : openKey(userId, userKey, { digest, newId: randomUUID });
  const isSameUser = order?.userId === undefined || order.userId === userId;
  const recorded = order && { order, rest: isSameUser ? openRest(orders, order, userKey, { digest }) : undefined };
  const rebuilt = rebuildOrder(orderId, restored, recorded, key);
  const [written] = 'writes' in rebuilt ? rebuilt.writes : [];
  const version = Number(written?.item['version'] ?? order?.version);
  const partial = history.filter(({ isPartial }) => isPartial).length;
  const told = {
    order_id: orderId,
    outcome: rebuilt.outcome,
    version,
    events: restored.events,
    partial_events: partial,
  };
  return { rebuilt, told };
}

function entryOf({ order_id, outcome, version, events, partial_events }: RebuiltOrder) {
  return operatorEntry({
    subject: orderKey(order_id),
    action: 'order.rebuild',
    reason: 'restored from its history',
    details: { outcome, version, events, partialEvents: partial_events },
  });
}

const said = {
  restored: 'was missing; restored',
  'brought-forward': 'was behind its history; brought forward',
  current: 'says what its history says; left as it is',
  newer: 'is newer than its history; left as it is',
  'another-user': 'tells of another user than its history; left as it is',
} as const satisfies Record<Rebuilt['outcome'], string>;

export function rebuiltText(done: readonly RebuiltOrder[]): string {
  if (done.length === 0) return 'No order was made in the history.';
  return done
    .map(({ order_id, outcome, version, events, partial_events: partial }) => {
      const lost = partial > 0 ? `, ${partial} of them not whole` : '';
      return `${order_id}: ${said[outcome]} (version ${version}, ${events} events${lost})`;
    })
    .join('\n');
}

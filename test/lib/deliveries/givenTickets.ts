/** A delivery of tickets on a platform of its own, and writers that overtake what follows from it. */
import type { Connections } from '../../../lib/connect/connect.ts';
import { delivery } from '../../../lib/consumer/constructors.ts';
import type { Channel } from '../../../lib/deliveries/delivery.ts';
import { put, type Store } from '../../../lib/store/store.ts';
import { handled, puts } from '../../fixtures/faultyStore.ts';
import { openPlatform, type Platform } from '../../fixtures/platform.ts';
import { jsonOf } from '../../fixtures/records.ts';
import { sendTickets, ticketDelivery, ticketRef, tickets } from '../../fixtures/tickets.ts';

type Send = Channel<string, { number: string }>['send'];
export type Change = (connections: Connections) => Partial<Connections>;
export type Given = ReturnType<typeof ticketDelivery>;

export async function withTickets(fail?: () => void) {
  const platform = await openPlatform([sendTickets]);
  const sent: string[] = [];
  const send: Send = async (_, key) => {
    fail?.();
    sent.push(key);
    return { number: `t-${sent.length}` };
  };
  const handlerOf = (change?: Change, given: Partial<Given> = {}) =>
    delivery(
      sendTickets,
      { 'order.placed': { ...ticketDelivery(send), ...given } as Given },
      { open: platform.open(change) },
    );
  const store = (await platform.open()(sendTickets)).connections.store;
  const ticket = async () => (await store.read([ticketRef('o-1')]))[0];
  const told = async () => (await platform.onTopic('shipments')).map((record) => jsonOf(record).count);
  return { platform, sent, handlerOf, store, ticket, told };
}

/** Another writer numbers the ticket before each of the first `times` transactions that complete a claim or bury it. */
export const overtaking = (store: Store, times: number, state = 'completed'): Change => {
  let done = 0;
  return ({ store: own }) => ({
    store: handled(own, async (writes, write) => {
      if (writes.length > 1 && puts(state)(writes) && done < times) {
        done += 1;
        await store.transact([put(tickets, { pk: 'o-1', sk: '-', version: done, number: 'theirs' })], `theirs ${done}`);
      }
      return await write();
    }),
  });
};

export const lettersOf = (platform: Platform) => platform.onTopic('orders.dead');

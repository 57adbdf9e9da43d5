/** What the simulated functions do: small consumers of every kind, each effect told by fact, amount and wire format. */
import { commit, refuse } from '../../lib/commit/commit.ts';
import { publishes, table } from '../../lib/connect/uses.ts';
import { consumerConfig } from '../../lib/consumer/config.ts';
import { decisionHandling } from '../../lib/consumer/decide.ts';
import type { Decider } from '../../lib/consumer/decider.ts';
import { deliveryHandling } from '../../lib/consumer/deliver.ts';
import { type Delivery, send } from '../../lib/consumer/delivery.ts';
import type { Handling } from '../../lib/consumer/work.ts';
import type { Envelope } from '../../lib/envelope/envelope.ts';
import { emailChannel } from '../../lib/mail/emailChannel.ts';
import type { Email } from '../../lib/mail/mail.ts';
import { add, defineTable, type Item, put, putIfAbsent, type Ref, ref } from '../../lib/store/store.ts';
import { type Order, orderCounted, orderPlaced } from './orders.ts';
import { BOUNCING } from './provider.ts';

/** One put an effect: the store's own log tells how often and in which order. */
export const effects = defineTable({ name: 'effects' });
export const totals = defineTable({ name: 'totals' });
const journals = defineTable({ name: 'journals' });

const config = consumerConfig({
  name: 'shop',
  events: [orderPlaced],
  uses: [table(effects), table(totals), table(journals), publishes(orderCounted), { kind: 'port', port: 'mail' }],
});

export { config as shopConfig };

/** Throws what this fact has in store before its handler succeeds. */
export type Trouble = (order: Order) => void;
type Placed = Envelope<Order>;
type Total = Item & { version: number };

function told({ data: order, format }: Pick<Placed, 'data' | 'format'>): string {
  return [order.fact, order.amount, format].join('|');
}

const effectOf = (event: Placed) => put(effects, { pk: event.data.fact, sk: '-', told: told(event) });
const totalRef = (account: string) => ref(totals, account) as Ref<Total>;

/** Blind sums: records of several lanes and workers meet on one item. */
const tally = (trouble: Trouble): Decider<typeof orderPlaced> => ({
  decide: (event) => {
    trouble(event.data);
    if (event.data.amount < 0) return refuse('a negative order');
    const { account, fact, amount } = event.data;
    const sum = add(totalRef('all'), { amount, version: 1 });
    return commit({ writes: [sum, effectOf(event)], events: [orderCounted({ account, fact, count: 1 })] });
  },
});

/** Loads, decides and writes under a condition; its events are a stream with versions. */
const ledger = (trouble: Trouble): Decider<typeof orderPlaced, { total: Ref<Total> }> => ({
  load: (event) => ({ total: totalRef(event.data.account) }),
  decide: (event, { total }) => {
    trouble(event.data);
    if (event.data.amount < 0) return refuse('a negative order');
    const { account, fact, amount } = event.data;
    const version = (total?.version ?? 0) + 1;
    const item = { pk: account, sk: '-', version, amount: Number(total?.['amount'] ?? 0) + amount };
    const write = put(totals, item, total ? { equals: { version: total.version } } : { absent: true });
    const entity = { stream: `account#${account}`, version };
    return commit({
      writes: [write, effectOf(event)],
      events: [orderCounted({ account, fact, count: version }, { entity })],
    });
  },
});

/** The effect's own item recognises repeats, also under other event ids. */
const journal = (trouble: Trouble): Decider<typeof orderPlaced> => ({
  decide: (event) => {
    trouble(event.data);
    if (event.data.amount < 0) return refuse('a negative order');
    const { account, fact, amount } = event.data;
    return commit({
      once: putIfAbsent(journals, { pk: fact, sk: '-', amount }),
      sameAs: ['amount'],
      writes: [effectOf(event)],
      events: [orderCounted({ account, fact, count: 1 })],
    });
  },
});

const delivering = (onUnknown: 'repeat' | 'dead-letter', trouble: Trouble): Delivery<typeof orderPlaced, Email> => ({
  prepare: (event) => {
    trouble(event.data);
    const to = [event.data.amount < 0 ? BOUNCING : 'jane@example.com'];
    return send(event.data.fact, { to, subject: 'Receipt', text: told(event), html: '' });
  },
  channel: { ...emailChannel, onUnknown },
});

export type Kind = keyof typeof kinds;

/** A handling is made for each process: what it limits is limited there. */
export const kinds = {
  tally: (trouble: Trouble): Handling => decisionHandling({ 'order.placed': tally(trouble) }),
  ledger: (trouble: Trouble): Handling => decisionHandling({ 'order.placed': ledger(trouble) as Decider }),
  journal: (trouble: Trouble): Handling => decisionHandling({ 'order.placed': journal(trouble) }),
  keyedMail: (trouble: Trouble): Handling =>
    deliveryHandling({ 'order.placed': delivering('repeat', trouble) as Delivery }, 2),
  mail: (trouble: Trouble): Handling =>
    deliveryHandling({ 'order.placed': delivering('repeat', trouble) as Delivery }, 2),
  sms: (trouble: Trouble): Handling =>
    deliveryHandling({ 'order.placed': delivering('dead-letter', trouble) as Delivery }, 2),
};

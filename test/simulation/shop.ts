/** The simulated functions: small consumers of every kind, each effect told by fact, amount and wire format. */

import type { Fold } from '../../lib/collecting/fold.ts';
import { commit, refuse } from '../../lib/commit/commit.ts';
import type { Decider } from '../../lib/decisions/decider.ts';
import { consumerConfig } from '../../lib/declare/consumerConfig.ts';
import { publishes, table } from '../../lib/declare/uses.ts';
import { type Delivery, send } from '../../lib/deliveries/delivery.ts';
import type { Envelope } from '../../lib/envelope/envelope.ts';
import { emailChannel } from '../../lib/mail/emailChannel.ts';
import type { Email } from '../../lib/mail/mail.ts';
import { mail } from '../../lib/mail/port.ts';
import { later } from '../../lib/port/later.ts';
import { add, defineTable, type Item, put, putIfAbsent, type Ref, ref } from '../../lib/store/store.ts';
import { watermarks } from '../../lib/tables/watermarks.ts';
import { type Order, orderCounted, orderPlaced } from './orders.ts';
import { BOUNCING } from './provider.ts';

/** One put an effect: the store's own log tells how often and in which order. */
export const effects = defineTable({ name: 'effects' });
export const failures = defineTable({ name: 'failures' });
export const totals = defineTable({ name: 'totals' });
const journals = defineTable({ name: 'journals' });
export const listings = defineTable({ name: 'listings' });

const config = consumerConfig({
  name: 'shop',
  events: [orderPlaced],
  uses: [
    table(effects),
    table(totals),
    table(failures),
    table(journals),
    table(listings),
    table(watermarks),
    publishes(orderCounted),
    mail,
  ],
});

export { config as shopConfig };

/** Throws what this fact has in store before its handler succeeds. */
export type Trouble = (order: Order) => void;
type Placed = Envelope<Order>;
type Total = Item & { version: number };

function told({ data: order, format }: Pick<Placed, 'data' | 'format'>): string {
  return [order.fact, order.amount, format].join('|');
}

const effectOf = (event: Placed) => put(effects, { pk: event.data.fact, sk: event.data.account, told: told(event) });
const totalRef = (account: string) => ref(totals, account) as Ref<Total>;

/** Blind sums: records of several lanes and workers meet on one item. */
export const tally = (trouble: Trouble): Decider<typeof orderPlaced> => ({
  decide: (event) => {
    trouble(event.data);
    if (event.data.amount < 0) return refuse('a negative order');
    const { account, fact, amount } = event.data;
    const sum = add(totalRef('all'), { amount, version: 1 });
    return commit({ writes: [sum, effectOf(event)], events: [orderCounted({ account, fact, count: 1 })] });
  },
});

/** Loads, decides and writes under a condition; its events are a stream with versions. */
export const ledger = (trouble: Trouble): Decider<typeof orderPlaced, { total: Ref<Total> }> => ({
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
export const journal = (trouble: Trouble): Decider<typeof orderPlaced> => ({
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

/** Sums, and facts in an object for each run, whose lines tell where each stood; one event for each as well. */
export const collect = (trouble: Trouble): Fold<[typeof orderPlaced]> => ({
  load: (run) => Object.fromEntries(run.events.map(({ data: { account } }) => [account, totalRef(account)])),
  fold: (run) => {
    for (const { data } of run.events) trouble(data);
    if (run.events.some(({ data }) => data.amount < 0)) return refuse('a negative order');
    const partition = `${run.topic}-${run.partition}`;
    const name = `listings/${run.name}`;
    const lines = run.events.map((event) => `${told(event)}|${partition}@${event.offset}`);
    const sums = run.events.map(({ data: { amount } }) => add(totalRef('all'), { amount, version: 1 }));
    return commit({
      writes: [...sums, put(listings, { pk: partition, sk: run.name, object: name })],
      objects: [{ name, bytes: Buffer.from(lines.join('\n')) }],
      events: run.events.map(({ data: { account, fact }, offset }) =>
        orderCounted({ account, fact, count: 1 }, { id: `${partition}@${offset}` }),
      ),
    });
  },
});

type Delivering = Delivery<typeof orderPlaced, Email>;

export const delivering = (onUnknown: 'repeat' | 'dead-letter', trouble: Trouble): Delivering => ({
  load: ({ data: { account } }) => ({ total: totalRef(account) }),
  prepare: (event) => prepareReceipt(event, trouble),
  channel: { ...emailChannel, onUnknown },
});

function prepareReceipt(event: Placed, trouble: Trouble) {
  trouble(event.data);
  const to = [event.data.amount < 0 ? BOUNCING : 'jane@example.com'];
  return send(event.data.fact, { to, subject: 'Receipt', text: told(event), html: '' });
}

type Known = { total: Ref<Total>; failed: Ref<Total> };
type Following = Delivery<typeof orderPlaced, Email, Known, unknown, { key: string }>;

/** The same, but what became of each receipt is written down under a version, and what was sent is told. */
export const deliveringTold = (onUnknown: 'repeat' | 'dead-letter', trouble: Trouble): Following => ({
  load: ({ data: { account } }) => ({ total: totalRef(account), failed: totalRef(`failed-${account}`) }),
  prepare: (event) => prepareReceipt(event, trouble),
  channel: {
    ...emailChannel,
    onUnknown,
    send: async (email, key, ...rest) => {
      await emailChannel.send(email, key, ...rest);
      return { key };
    },
  },
  onSent: (event, { total }, { key }) => {
    const { account, fact } = event.data;
    const { write, version } = counted(total, account);
    const noted = put(effects, { pk: fact, sk: account, told: told(event), key });
    const entity = { stream: `account#${account}`, version };
    return commit({ writes: [write, noted], events: [orderCounted({ account, fact, count: version }, { entity })] });
  },
  onFailed: ({ data: { account, fact } }, { failed }, { code }, { newId }) => {
    const { write } = counted(failed, `failed-${account}`);
    return commit({ writes: [write, put(failures, { pk: fact, sk: newId(), code })] });
  },
});

/** Every second fact is to be sent at a time of its own, so many milliseconds after the start. */
export function dueAfterMs(fact: string): number | undefined {
  const number = Number(fact.slice(1));
  return number % 2 === 1 ? number * 6_000 : undefined;
}

/** Orders are placed a minute before the start. */
const PLACED_BEFORE_MS = 60_000;

/** The same, but a fact that has its time is put off until then. */
export function deferring<D extends Delivering | Following>(given: D): D {
  const { prepare } = given as Delivering;
  const deferred: Delivering['prepare'] = (event, loaded, context) => {
    const afterMs = dueAfterMs(event.data.fact);
    const dueMs = Date.parse(event.timestamp) + PLACED_BEFORE_MS + (afterMs ?? 0);
    return afterMs !== undefined && context.nowMs < dueMs ? later(dueMs) : prepare(event, loaded, context);
  };
  return { ...given, prepare: deferred };
}

function counted(total: Total | undefined, account: string) {
  const version = (total?.version ?? 0) + 1;
  const item = { pk: account, sk: '-', version };
  return { version, write: put(totals, item, total ? { equals: { version: total.version } } : { absent: true }) };
}

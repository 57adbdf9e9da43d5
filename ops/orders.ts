/** `ops orders show|rebuild`: what an order was at any time, and its record restored from what was told of it. */
import { orders } from '../domain/orders/order.ts';
import { orderHistory } from '../domain/orders/orderEvent.ts';
import { userKeys } from '../domain/users/userKey.ts';
import { audit } from '../lib/audit/audit.ts';
import { UsageError } from '../local/usageError.ts';
import { type Command, parseOptions } from './command.ts';
import { digestInUse } from './digest.ts';
import { openStore } from './openStore.ts';
import type { Looking } from './orderHistory.ts';
import { allOrders, rebuild, rebuiltText } from './rebuildOrders.ts';
import { shownText, showOrder } from './showOrder.ts';

const help = `npm run -s ops -- orders show <order id> [--at TIME]
npm run -s ops -- orders rebuild <order id> | --all

show restores an order from its history (the topic order-events, every event of it) and lists what happened. What was
sealed under the key of a user who was deleted does not open any more, and is not shown.

rebuild restores the record of an order where it is missing or behind its history, and writes that into the table audit.
A record that is newer than its history stays as it is. Status 2: one tells of another user than its history does, and
was left alone; see orders show.

  --at TIME    the order as it was then, such as 2026-11-21T08:00:00Z
  --all        every order whose creation is in the history
  --state DIR  the stack's state folder, default .local; with ADAPTERS=aws, TABLE_PREFIX, BUCKET and DIGEST_SECRET are
               the stage's
  --json       show: {"order_id", "at", "order", "events": [{"event_id", "type", "at", "data", "is_partial"}]}
               rebuild: an array of {"order_id", "outcome", "version", "events", "partial_events"}
`;

const options = {
  at: { type: 'string' },
  all: { type: 'boolean', default: false },
  state: { type: 'string' },
} as const;
const usage = 'See npm run ops -- orders --help.';

export const ordersCommand: Command = {
  summary: 'shows an order as it was at any time, and restores orders from their history',
  help,
  run: async (args, print) => {
    const { values, positionals } = parseOptions('orders', args, options);
    const wanted = wantedOf(positionals, values);
    const { store } = await openStore([orders, orderHistory, userKeys, audit], values.state);
    const looking = { store, digest: await digestInUse() };
    try {
      if (wanted.verb === 'show') {
        const shown = await showOrder(wanted.orderId, values.at, looking);
        print(values.json ? JSON.stringify(shown) : shownText(shown));
        return 0;
      }
      const done = await rebuildAll(wanted.orderId, looking);
      print(values.json ? JSON.stringify(done) : rebuiltText(done));
      return done.some(({ outcome }) => outcome === 'another-user') ? 2 : 0;
    } finally {
      await store.close();
    }
  },
};

type OrderCommand = { verb: 'show'; orderId: string } | { verb: 'rebuild'; orderId?: string };

function wantedOf(
  [verb, orderId, ...rest]: readonly string[],
  { all, at }: { all: boolean; at?: string },
): OrderCommand {
  if (verb !== 'show' && verb !== 'rebuild')
    throw new UsageError(`Expected show or rebuild, came ${verb ?? 'nothing'}. ${usage}`);
  if (verb === 'rebuild' && at !== undefined) throw new UsageError(`--at belongs to orders show. ${usage}`);
  if (verb === 'rebuild' && all && orderId === undefined) return { verb };
  if (!orderId || rest.length > 0 || all) throw new UsageError(`Expected orders ${verb} and one order id. ${usage}`);
  return { verb, orderId };
}

async function rebuildAll(orderId: string | undefined, looking: Looking) {
  const done = [];
  for (const id of orderId === undefined ? await allOrders(looking) : [orderId]) done.push(await rebuild(id, looking));
  return done;
}

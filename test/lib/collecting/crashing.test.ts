import { describe, expect, test } from 'vitest';
import { commit } from '../../../lib/commit/commit.ts';
import { drainConnectionsOf } from '../../../lib/connect/engine.ts';
import { headerText } from '../../../lib/kafka/record.ts';
import { relay } from '../../../lib/outbox/relay.ts';
import {
  brokenAt,
  collecting,
  collectOrders,
  factsOf,
  type OrderFold,
  orderAt,
  watermarkOf,
} from '../../fixtures/collecting.ts';
import { total } from '../../fixtures/counting.ts';
import { orderCounted } from '../../fixtures/orders.ts';
import { openPlatform, type Platform } from '../../fixtures/platform.ts';
import { recordOf } from '../../fixtures/records.ts';
import { work } from './dyingWorker.ts';

/** Refuses an order of less than nothing, and tells how many it counted. */
const telling: OrderFold = {
  fold: (run, ...rest) => {
    const folded = collecting.fold(run, ...rest);
    const events = [orderCounted({ order_id: 'o-1', count: run.events.length })];
    return folded.kind === 'refusal' ? folded : commit({ writes: folded.writes, objects: folded.objects, events });
  },
};

const batch = [
  orderAt(0),
  brokenAt(1),
  orderAt(2, { amount: -1 }),
  recordOf({ offset: 3, value: { id: 'x', type: 'order.seen' } }),
  orderAt(4),
  orderAt(7, { partition: 1 }),
];

async function leftBehind(platform: Platform) {
  await relay(drainConnectionsOf(await platform.open()(collectOrders)));
  const letters = await platform.onTopic('orders.dead');
  const counts = await platform.onTopic('shipments');
  // The broker may get a record twice; who reads it knows it by its id.
  const byId = new Map(
    counts.map(({ headers, value }) => [headerText(headers, 'x-event-id'), String(value && Buffer.from(value))]),
  );
  return {
    total: await total(platform),
    facts: (await factsOf(platform)).sort(),
    letters: [...new Set(letters.map(({ headers }) => headerText(headers, 'x-dead-letter-id')))].sort(),
    told: [...byId.values()].reduce((sum, value) => sum + JSON.parse(value).count, 0),
    watermarks: [await watermarkOf(platform, 0), await watermarkOf(platform, 1)],
  };
}

const right = {
  total: 3,
  facts: ['0@0 e0', '0@4 e4', '1@7 e7'],
  letters: ['collectOrders#orders-0-1', 'collectOrders#orders-0-2'],
  told: 3,
  watermarks: [4, 7],
};

describe('a worker that dies', () => {
  test('leaves nothing behind that a later one does not set right: the plain case', async () => {
    const platform = await openPlatform([collectOrders]);
    await work(platform, telling, batch);
    expect(await leftBehind(platform)).toEqual(right);
  });

  test('between any two of its steps loses nothing, and nothing counts twice', { timeout: 60_000 }, async () => {
    for (let step = 1; ; step += 1) {
      const platform = await openPlatform([collectOrders]);
      const came = await work(platform, telling, batch, { step });
      if (!came) expect((await work(platform, telling, batch))?.thrown).toBeNull();
      expect({ step, ...(await leftBehind(platform)) }).toEqual({ step, ...right });
      if (!came) continue;
      // Progress, watermark, fold, letter, drains: it had that many steps to die at.
      expect(step).toBeGreaterThan(25);
      return;
    }
  });
});

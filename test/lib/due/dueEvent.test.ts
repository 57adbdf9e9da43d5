import { describe, expect, test } from 'vitest';
import { commit } from '../../../lib/commit/commit.ts';
import { consumer } from '../../../lib/consumer/constructors.ts';
import type { Decider } from '../../../lib/decisions/decider.ts';
import { consumerConfig } from '../../../lib/declare/consumerConfig.ts';
import { table } from '../../../lib/declare/uses.ts';
import { dueEvent } from '../../../lib/due/dueEvent.ts';
import { due } from '../../../lib/due/dueRow.ts';
import { add } from '../../../lib/store/store.ts';
import { orderCounted, orderPlaced, totalRef, totals } from '../../fixtures/orders.ts';
import { openPlatform } from '../../fixtures/platform.ts';
import { placed, rowsIn, runJob, START_MS, workerOf } from './givenDue.ts';

const uses = [table(due), table(totals)];
const setDeadlines = consumerConfig({ name: 'setDeadlines', events: [orderPlaced], uses });
const meetDeadlines = consumerConfig({ name: 'meetDeadlines', events: [orderCounted], uses });

const setDeadline: Decider<typeof orderPlaced> = {
  decide: ({ data }, _, { nowMs }) => {
    const event = orderCounted({ order_id: data.order_id, count: 7 }, { id: `deadline-${data.order_id}` });
    return commit({ writes: [dueEvent(event, { function: 'meetDeadlines', dueAtMs: nowMs + 30_000, nowMs })] });
  },
};

async function withDeadlines(once?: 'version') {
  const platform = await openPlatform([setDeadlines, meetDeadlines]);
  const metAt: number[] = [];
  const meet: Decider<typeof orderCounted> = {
    decide: ({ data }) => {
      metAt.push(platform.clock.nowMs - START_MS);
      return commit({ writes: [add(totalRef(data.order_id), { amount: data.count })], ...(once && { once }) });
    },
  };
  const setter = consumer(setDeadlines, { 'order.placed': setDeadline }, { open: platform.open() });
  const meeter = consumer(meetDeadlines, { 'order.counted': meet }, { open: platform.open() });
  const worker = await workerOf(platform, { meetDeadlines: meeter });
  const { store } = (await platform.open()(meetDeadlines)).connections;
  const total = async () => (await store.read([totalRef('o-1')]))[0]?.['amount'];
  return { platform, setter, worker, metAt, total };
}

describe('a decision that has a function told later', () => {
  test('stores a row with what it writes, and the function is told at that time, once', async () => {
    const { platform, setter, worker, metAt, total } = await withDeadlines();
    expect((await platform.invoke(setter, [placed(1), placed(1)])).outcomes).toEqual(['handled', 'duplicate']);
    expect((await rowsIn(worker.store)).map(({ dueAt }) => dueAt)).toEqual(['2026-11-21T08:00:30.000Z']);
    expect(await runJob(worker)).toEqual({ done: 1, waiting: 0, parked: 0 });
    expect([metAt, await total(), await rowsIn(worker.store)]).toEqual([[30_000], 7, []]);
  });

  test('of one fact that is decided twice is told once, by the id that the decision chose', async () => {
    const { platform, setter, worker, total } = await withDeadlines();
    await platform.invoke(setter, [placed(1)]);
    platform.clock.nowMs += 1_000;
    await platform.invoke(setter, [placed(2)]);
    expect(await rowsIn(worker.store)).toHaveLength(2);
    await runJob(worker);
    expect([await total(), await rowsIn(worker.store)]).toEqual([7, []]);
  });

  test.each(['by two runs of the job at once', 'by a run whose answer was lost'])(
    'is met once though no mark recognises a repeat, %s: the row is what is taken once',
    async (how) => {
      const { platform, setter, worker, total } = await withDeadlines('version');
      await platform.invoke(setter, [placed(1)]);
      const { invoke } = worker;
      const twice = {
        ...worker,
        invoke: async (call: Parameters<typeof invoke>[0]) => {
          await invoke(call);
          return await invoke(call);
        },
      };
      if (how.includes('lost')) await runJob(twice);
      else await Promise.all([runJob(worker), runJob(worker)]);
      expect([await total(), await rowsIn(worker.store)]).toEqual([7, []]);
    },
  );

  test('needs an id of the fact, and a time within 30 days', () => {
    const told = { function: 'meetDeadlines', dueAtMs: START_MS, nowMs: START_MS };
    expect(() => dueEvent(orderCounted({ order_id: 'o-1', count: 1 }), told)).toThrow(
      'an event of ours does not fit its own schema: order.counted is due for meetDeadlines: expected an id of its fact',
    );
    const event = orderCounted({ order_id: 'o-1', count: 1 }, { id: 'd-1' });
    expect(() => dueEvent(event, { ...told, dueAtMs: START_MS + 2_592_000_001 })).toThrow('expected at most 30 days');
    expect(dueEvent(event, told)).toEqual(dueEvent(event, told));
  });

  test('is refused where its config does not declare the table', async () => {
    const platform = await openPlatform([setDeadlines]);
    const undeclared = consumerConfig({ name: 'setDeadlines', events: [orderPlaced], uses: [] });
    const handler = consumer(undeclared, { 'order.placed': setDeadline }, { open: platform.open() });
    const { reports } = await platform.invoke(handler, [placed(1)]);
    expect(reports).toMatchObject([{ outcome: 'handed-back', errorCode: 'UNDECLARED' }]);
  });
});

import { describe, expect, test } from 'vitest';
import { commit, skip } from '../../../lib/commit/commit.ts';
import { consumer } from '../../../lib/consumer/constructors.ts';
import { Fault } from '../../../lib/errors/fault.ts';
import { defineTable, put } from '../../../lib/store/store.ts';
import { placed } from '../../fixtures/counting.ts';
import { countOrders } from '../../fixtures/orders.ts';
import { openPlatform } from '../../fixtures/platform.ts';
import { recordOf } from '../../fixtures/records.ts';

const order = (offset: number, more = {}) =>
  recordOf({ offset, key: `k${offset}`, value: placed(`e${offset}`, 5, more) });
const foreign = defineTable({ name: 'foreign' });

async function given(decide: (event: { id: string }) => unknown) {
  const platform = await openPlatform([countOrders]);
  const handler = consumer(countOrders, { 'order.placed': { decide: decide as never } }, { open: platform.open() });
  const told = (name: string) => platform.lines.filter(({ message }) => message === name);
  return {
    platform,
    told,
    invoke: async (...offsets: number[]) =>
      await platform.invoke(
        handler,
        offsets.map((offset) => order(offset)),
      ),
  };
}

const down = () => {
  throw new Fault('DEPENDENCY_UNAVAILABLE', 'the price list');
};

describe('a partition that stands', () => {
  test('is told after 1, 5, 15 and 60 minutes, and from then on every hour', async () => {
    const { platform, told, invoke } = await given(down);
    for (let minute = 0; minute <= 190; minute += 1) {
      await invoke(1042, 1043);
      platform.clock.nowMs += 60_000;
    }
    const stands = 'countOrders: orders-0 stands at 1042 for';
    const why = 'a service that we depend on takes nothing from us: the price list';
    expect(told('partition.stands').map(({ level, error }) => [level, error])).toEqual(
      ['1 min', '5 min', '15 min', '60 min', '2 h', '3 h'].map((span) => ['warn', `${stands} ${span}: ${why}`]),
    );
  });

  test('and goes on one record is counted anew from there, and not told while it moves', async () => {
    const { platform, told, invoke } = await given(down);
    for (let minute = 0; minute < 30; minute += 1) {
      await invoke(1000 + minute);
      platform.clock.nowMs += 59_000;
    }
    expect(told('partition.stands')).toEqual([]);
  });

  test('is forgotten once its batch is done', async () => {
    let isDown = true;
    const { platform, told, invoke } = await given(() => (isDown ? down() : commit({})));
    await invoke(5);
    isDown = false;
    await invoke(5);
    isDown = true;
    platform.clock.nowMs += 120_000;
    await invoke(6);
    await invoke(6);
    expect(told('partition.stands')).toEqual([]);
  });
});

describe('what needs a person', () => {
  test('is told at warn with its sentence, once a minute for one partition', async () => {
    const { platform, told, invoke } = await given(() => commit({ writes: [put(foreign, { pk: 'x', sk: '-' })] }));
    const { outcomes, thrown } = await invoke(7);
    await invoke(7);
    expect(outcomes).toEqual(['handed-back']);
    const mend = 'countOrders uses table foreign: add table(foreign) to uses in its config.ts';
    expect(thrown).toContain(
      `1 of them, the first orders-0@7: the function touched something that its config does not declare: ${mend}`,
    );
    expect(told('record.stuck')).toMatchObject([
      { level: 'warn', place: 'orders-0@7', eventId: 'e7', errorCode: 'UNDECLARED' },
    ]);
    expect(told('record.waits')).toHaveLength(1);
    platform.clock.nowMs += 60_000;
    await invoke(7);
    expect(told('record.stuck')).toHaveLength(2);
  });
});

describe('a report', () => {
  test('says why a record is ignored: its type, or what the decider said', async () => {
    const { platform } = await given(() => skip('nothing to count'));
    const handler = consumer(
      countOrders,
      { 'order.placed': { decide: () => skip('nothing to count') } },
      { open: platform.open() },
    );
    const { reports } = await platform.invoke(handler, [order(1), order(2, { type: 'order.seen' })]);
    expect(reports.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['ignored', 'nothing to count'],
      ['ignored', 'countOrders handles no order.seen'],
    ]);
  });

  test('says why a record goes back untouched: what it stands behind, or that time ran out', async () => {
    const platform = await openPlatform([countOrders]);
    const handler = consumer(countOrders, { 'order.placed': { decide: down } }, { open: platform.open() });
    const lane = [1, 2].map((offset) => recordOf({ offset, value: placed(`e${offset}`, 5) }));
    const { reports } = await platform.invoke(handler, lane);
    expect(reports.map(({ error, reason }) => error ?? reason)).toEqual([
      'a service that we depend on takes nothing from us: the price list',
      'it stands behind orders-0@1, which goes back',
    ]);
    const late = await platform.invoke(handler, lane.slice(0, 1), 1_000);
    expect(late.reports.map(({ reason }) => reason)).toEqual(['too little of the invocation was left']);
  });
});

import { describe, expect, test } from 'vitest';
import type { Work } from '../../../lib/batch/work.ts';
import { commit, refuse, skip } from '../../../lib/commit/commit.ts';
import { consumer } from '../../../lib/consumer/constructors.ts';
import { decisionHandling } from '../../../lib/decisions/decide.ts';
import type { Decider } from '../../../lib/decisions/decider.ts';
import { Fault } from '../../../lib/errors/fault.ts';
import { headerText } from '../../../lib/kafka/record.ts';
import { createReader } from '../../../lib/reading/message.ts';
import { check, put } from '../../../lib/store/store.ts';
import { markRef } from '../../../lib/tables/marks.ts';
import { counting, total } from '../../fixtures/counting.ts';
import { countOrders, orderCounted, type orderPlaced, totals } from '../../fixtures/orders.ts';
import { openPlatform } from '../../fixtures/platform.ts';
import { type Decide, deciding, recordAt } from './givenDecisions.ts';

describe('a decision', () => {
  test('that others overtake again and again goes back after five more, with growing pauses', async () => {
    const platform = await openPlatform([countOrders]);
    let decisions = 0;
    const overtaken: Decide = () => {
      decisions += 1;
      const item = { pk: `order#o-${decisions}`, sk: '-', amount: 1 };
      return commit({ writes: [put(totals, item, { equals: { amount: 99 } })] });
    };
    const { reports } = await platform.invoke(deciding(platform, overtaken), [recordAt(0, 'e1')]);
    expect(reports).toMatchObject([{ outcome: 'handed-back', errorCode: 'STORE_CONTENDED', attempts: 1 }]);
    // Once among others, five times alone.
    expect([decisions, platform.sleeps]).toEqual([6, [10, 20, 30, 40, 50]]);
  });

  test.each([
    ['is there', { pk: 'order#o-1', sk: '-', amount: 5 }],
    ['is not there', undefined],
  ])('that contradicts what %s, and nobody changes, is a dead letter: it would go back for ever', async (_, there) => {
    const platform = await openPlatform([countOrders]);
    const { connections } = await platform.open()(countOrders);
    if (there) await connections.store.transact([put(totals, there)], 'there');
    const impossible: Decide = () => {
      return commit({ writes: [put(totals, { pk: 'order#o-1', sk: '-', amount: 1 }, { equals: { amount: 99 } })] });
    };
    const { reports } = await platform.invoke(deciding(platform, impossible), [recordAt(0, 'e1')]);
    expect(reports).toMatchObject([{ outcome: 'dead-letter', errorCode: 'DECISION_IMPOSSIBLE', attempts: 1 }]);
    expect(JSON.stringify(platform.lines)).toContain('totals order#o-1 -');
  });

  test('to skip is acknowledged, and leaves no mark', async () => {
    const platform = await openPlatform([countOrders]);
    const { outcomes } = await platform.invoke(
      deciding(platform, () => skip('a test order')),
      [recordAt(0, 'e1')],
    );
    expect(outcomes).toEqual(['ignored']);
    const { connections } = await platform.open()(countOrders);
    expect(await connections.store.read([markRef('countOrders', 'e1')])).toEqual([undefined]);
    expect(platform.lines.find(({ message }) => message === 'record.skipped')).toMatchObject({ place: 'orders-0@0' });
  });

  test('that fails, or is asked for what can not be loaded, fails its own record and no other', async () => {
    const platform = await openPlatform([countOrders]);
    const picky: Decider<typeof orderPlaced> = {
      load: ({ id }) => {
        if (id === 'e1') throw new TypeError('in this test');
        return {};
      },
      decide: (event, loaded, context) =>
        event.id === 'e2' ? refuse('in this test') : counting.decide(event, loaded, context),
    };
    const handler = consumer(countOrders, { 'order.placed': picky }, { open: platform.open() });
    const { reports } = await platform.invoke(handler, [recordAt(0, 'e1'), recordAt(1, 'e2'), recordAt(2, 'e3')]);
    expect(reports.map(({ outcome, errorCode }) => [outcome, errorCode])).toEqual([
      ['dead-letter', 'PROGRAMMER_ERROR'],
      ['dead-letter', 'REFUSED'],
      ['handled', undefined],
    ]);
    expect(await total(platform)).toBe(5);
  });

  test('hands its events on in the trace of the record', async () => {
    const platform = await openPlatform([countOrders]);
    const telling: Decide = ({ data }) => commit({ events: [orderCounted({ order_id: data.order_id, count: 1 })] });
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    const headers: [string, string][] = [['traceparent', `00-${traceId}-00f067aa0ba902b7-01`]];
    await platform.invoke(deciding(platform, telling), [recordAt(0, 'e1', 5, { headers })]);
    const [told] = await platform.onTopic('shipments');
    expect(headerText(told?.headers ?? [], 'traceparent')).toMatch(new RegExp(`^00-${traceId}-(?!00f067aa0ba902b7)`));
  });
});

describe('a decision that failed', () => {
  const answersOf = async (decide: Decide, id: string) => {
    const platform = await openPlatform([countOrders]);
    const engine = await platform.open()(countOrders);
    const message = createReader(countOrders)(recordAt(0, id));
    if (message.kind !== 'message') throw new Error(`expected a message, is ${message.kind}`);
    return await decisionHandling({ 'order.placed': { decide } }).many?.([message], { engine } as Work);
  };

  test('is settled unless a copy of its event succeeded meanwhile', async () => {
    const writes = [check(markRef('countOrders', 'e1'), { unless: { state: 'completed' } })];
    expect(await answersOf(() => refuse('in this test'), 'e1')).toMatchObject([{ kind: 'failed', writes }]);
  });

  test('as a conflict is settled in any case: that the event succeeded is why', async () => {
    const conflicting: Decide = () => {
      throw new Fault('FACT_CONFLICT', 'in this test');
    };
    expect(await answersOf(conflicting, 'e1')).toMatchObject([{ kind: 'failed', writes: [] }]);
  });
});

test('a decision may put an object and write nothing else', async () => {
  const platform = await openPlatform([countOrders]);
  const object = { name: 'totals/o-1', bytes: Buffer.from('kept') };
  expect(
    (
      await platform.invoke(
        deciding(platform, () => commit({ objects: [object] })),
        [recordAt(0, 'e1')],
      )
    ).outcomes,
  ).toEqual(['handled']);
  const { connections } = await platform.open()(countOrders);
  expect(Buffer.from((await connections.objects.get('totals/o-1')) ?? '').toString()).toBe('kept');
});

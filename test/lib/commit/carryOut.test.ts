import { describe, expect, it } from 'vitest';
import { type Planning, planOf } from '../../../lib/commit/carryOut.ts';
import { commit } from '../../../lib/commit/commit.ts';
import type { Fact } from '../../../lib/envelope/event.ts';
import { orderCounted } from '../../fixtures/orders.ts';

const planning: Planning = {
  trace: () => ({ traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' }),
  nowMs: Date.parse('2026-11-21T08:00:00Z'),
  newId: () => 'event-1',
};

const told = (fact: Fact) => orderCounted({ order_id: 'order-1', count: 1 }, fact);
const rowsOf = (...facts: Fact[]) => {
  return planOf(commit({ events: facts.map(told) }), undefined, planning).rows.map(({ row, isFirst }) => {
    return `${row.pk} ${Number(row.sk)}${isFirst ? ' first' : ''}`;
  });
};
const at = (version: number) => ({ entity: { stream: 'order#1', version } });

describe('the rows that a commit leaves in the outbox', () => {
  it('are one for an entity and version; only the first version is known to have nothing before it', () => {
    expect(rowsOf(at(1), at(1))).toEqual(['order#1 1 first']);
    expect(rowsOf(at(2))).toEqual(['order#1 2']);
    expect(rowsOf(at(1), at(2))).toEqual(['order#1 1 first', 'order#1 2']);
  });

  it('are one for all events without an entity, in a stream where nothing else ever is', () => {
    expect(rowsOf({}, {})).toEqual(['event#event-1 0 first']);
  });

  it('are none of an entity at a version below the first: what has the first would overtake it', () => {
    expect(() => rowsOf(at(0))).toThrow('order.counted: versions of an entity count from 1, came order#1 at version 0');
  });
});

// Every state that can be reached meets every event there is: neither list can grow without a row of the table.
import { describe, expect, it } from 'vitest';
import { firstState, type SagaState, type Step, sagaEvents, step } from '../../../domain/saga/step.ts';
import { table } from './table.ts';

const nameOf = ({ phase, order, charge }: SagaState) => `${phase} ${order} ${charge}`;
const told = ({ state, commands }: Step) =>
  [nameOf(state), ...(commands.length > 0 ? [commands.join(', ')] : [])].join(' + ');

function reachable(): Map<string, SagaState> {
  const found = new Map([[nameOf(firstState), firstState]]);
  for (const state of found.values()) {
    for (const event of sagaEvents) {
      const next = step(state, event).state;
      found.set(nameOf(next), next);
    }
  }
  return found;
}

const states = reachable();

it('the table has a row for each state that can be reached, and no other', () => {
  expect(Object.keys(table).sort()).toEqual([...states.keys()].sort());
});

it.each(Object.entries(table))('the row of "%s" says something of every event, once', (_, { nothing, ...changes }) => {
  expect([...nothing, ...Object.keys(changes)].sort()).toEqual([...sagaEvents].sort());
});

describe.each([...states])('given a saga that is %s', (name, state) => {
  it.each(sagaEvents)('when it hears %s', (event) => {
    expect(told(step(state, event))).toBe(table[name]?.[event] ?? name);
  });
});

it('what was decided is not decided otherwise when the same event comes twice', () => {
  const asked = [...states].flatMap(([name, state]) => sagaEvents.map((event) => ({ name, state, event })));
  const twice = asked.filter(({ state, event }) => {
    const once = step(state, event).state;
    const again = step(once, event);
    return nameOf(again.state) !== nameOf(once) || again.commands.length > 0;
  });
  // An empty reversal of money that was taken asks once more.
  expect(twice.map(({ name, event }) => `${name}: ${event}`).sort()).toEqual([
    'compensating held taken: reversal.empty',
    'compensating none taken: reversal.empty',
  ]);
});

it('money that was taken is given back, or the saga is completed: no end forgets it', () => {
  const ends = [...states.values()].filter(({ phase }) => phase === 'completed' || phase === 'compensated');
  expect(ends.filter(({ charge, phase }) => charge === 'taken' && phase !== 'completed')).toEqual([]);
  expect(ends.filter(({ order, phase }) => order === 'held' && phase !== 'completed')).toEqual([]);
});

// docs/saga.md has a row for each step that changes something, and no other.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { table } from './table.ts';

it('lists every step of the table', () => {
  const page = readFileSync('docs/saga.md', 'utf8');
  const rows = page.split('\n').filter((line) => /^\| (running|paused|comp|failed)/.test(line));
  const steps = Object.entries(table).flatMap(([state, { nothing: _, ...changes }]) =>
    Object.entries(changes).map(([event, told]) => {
      const [becomes = '', commands = '–'] = told.split(' + ');
      return `| ${state} | ${event} | ${becomes} | ${commands} |`;
    }),
  );
  expect(rows.toSorted()).toEqual(steps.toSorted());
});

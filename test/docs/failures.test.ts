/** Each row of docs/guides/failures.md is done here: what it returns or throws, and what becomes of the record. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { refuse, skip } from '../../lib/commit/commit.ts';
import { consumer } from '../../lib/consumer/constructors.ts';
import { errorTable, Fault } from '../../lib/errors/fault.ts';
import { placed } from '../fixtures/counting.ts';
import { countOrders } from '../fixtures/orders.ts';
import { openPlatform } from '../fixtures/platform.ts';
import { recordOf } from '../fixtures/records.ts';

const throwing = (error: unknown) => () => {
  throw error;
};

/** Code of the first column → the same code, the outcome, and the pauses before it. */
const done: Readonly<Record<string, [decide: () => unknown, outcome: string, pauses: readonly number[]]>> = {
  "return skip('a guest has no settings')": [() => skip('a guest has no settings'), 'ignored', []],
  "return refuse('no such merchant')": [() => refuse('no such merchant'), 'dead-letter', []],
  "throw new TypeError('no amount')": [throwing(new TypeError('no amount')), 'dead-letter', []],
  "throw new Error('no amount')": [throwing(new Error('no amount')), 'dead-letter', [1_000, 2_000]],
  "throw new Fault('DEPENDENCY_FAILED', 'POST /checks: 502')": [
    throwing(new Fault('DEPENDENCY_FAILED', 'POST /checks: 502')),
    'dead-letter',
    [1_000, 2_000],
  ],
  "throw new Fault('DEPENDENCY_UNAVAILABLE', 'POST /checks')": [
    throwing(new Fault('DEPENDENCY_UNAVAILABLE', 'POST /checks')),
    'handed-back',
    [],
  ],
  "throw new Fault('REQUEST_REFUSED', 'POST /checks: 422')": [
    throwing(new Fault('REQUEST_REFUSED', 'POST /checks: 422')),
    'dead-letter',
    [],
  ],
  "throw new Fault('FACT_CONFLICT', 'payment p-1: another amount')": [
    throwing(new Fault('FACT_CONFLICT', 'payment p-1: another amount')),
    'dead-letter',
    [],
  ],
};

const page = readFileSync('docs/guides/failures.md', 'utf8');
const rows = [...page.matchAll(/^\| `((?:return|throw) .+?)` \| (?:–|`(\w+)`, (\w+)) \|/gm)];
const THROTTLED = "throw new Fault('THROTTLED', 'POST /checks', { retryAfterMs: 5_000 })";

test('the page and this test have the same rows', () => {
  expect(rows.map(([, code]) => code).sort()).toEqual([...Object.keys(done), THROTTLED].sort());
});

async function outcomeOf(decide: () => unknown) {
  const platform = await openPlatform([countOrders]);
  const handler = consumer(countOrders, { 'order.placed': { decide: decide as never } }, { open: platform.open() });
  const { reports } = await platform.invoke(handler, [recordOf({ value: placed('e1', 5) })]);
  const [report] = reports;
  return { report, pauses: platform.sleeps };
}

test.each(rows.filter(([, code]) => code !== THROTTLED).map(([, ...cells]) => cells))(
  '%s is taken as the page says: %s, %s',
  async (code = '', errorCode, errorClass) => {
    const [decide, outcome, expected] = done[code] ?? [];
    const { report, pauses } = await outcomeOf(decide ?? (() => undefined));
    expect([report?.outcome, report?.errorCode, report?.errorClass, pauses]).toEqual([
      outcome,
      errorCode,
      errorClass,
      expected,
    ]);
  },
);

test('a throttled try waits as told, and counts as none', async () => {
  let tries = 0;
  const { report, pauses } = await outcomeOf(() => {
    tries += 1;
    if (tries === 1) throw new Fault('THROTTLED', 'POST /checks', { retryAfterMs: 5_000 });
    return skip('done');
  });
  expect([report?.outcome, pauses, errorTable.THROTTLED.class]).toEqual(['ignored', [5_625], 'throttled']);
});

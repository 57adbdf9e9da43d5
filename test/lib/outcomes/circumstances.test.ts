import { expect, it } from 'vitest';
import { commit } from '../../../lib/commit/commit.ts';
import { collector } from '../../../lib/consumer/constructors.ts';
import { Fault } from '../../../lib/errors/fault.ts';
import { collecting, collectOrders } from '../../fixtures/collecting.ts';
import { placed } from '../../fixtures/counting.ts';
import { countOrders } from '../../fixtures/orders.ts';
import { openPlatform } from '../../fixtures/platform.ts';
import { recordOf } from '../../fixtures/records.ts';
import { deciding } from '../decisions/givenDecisions.ts';

const given = [
  recordOf({ offset: 0, key: 'k0', value: placed('e0', 1) }),
  recordOf({ offset: 1, key: 'k0', value: placed('e1', 1, { source: 'till' }) }),
  recordOf({ offset: 2, key: null, value: 'not JSON' }),
];

it('a record tells with its outcome the batch, the lane, the age of its event, the pauses and the producer', async () => {
  const platform = await openPlatform([countOrders]);
  let tries = 0;
  const handler = deciding(platform, () => {
    tries += 1;
    if (tries < 3) throw new Fault('TIMED_OUT', 'in this test');
    return commit({});
  });
  const { reports } = await platform.invoke(handler, given);
  const batch = { id: expect.stringMatching(/^test-1\/[0-9a-f-]{36}$/), size: 3 };
  const lane = reports[0]?.lane;
  expect(lane).toMatch(/^orders-0#[\w-]{16}$/);
  // The pauses of a second and of two; the clock of the test stands still.
  expect(reports).toMatchObject([
    { offset: 0, attempts: 3, batch, lane, eventAgeMs: 60_000, pausesMs: 3_000, producer: 'shop' },
    { offset: 1, attempts: 1, batch, lane, eventAgeMs: 60_000, pausesMs: 0, producer: 'till' },
    { offset: 2, outcome: 'dead-letter', batch, lane: 'orders-0#keyless', eventAgeMs: 60_000, producer: null },
  ]);
});

it('a record of a collector, whose lane is its partition, as well', async () => {
  const platform = await openPlatform([collectOrders]);
  const { reports } = await platform.invoke(collector(collectOrders, collecting, { open: platform.open() }), given);
  expect(reports).toMatchObject([
    { offset: 0, batch: { size: 3 }, lane: 'orders-0', eventAgeMs: 60_000, pausesMs: 0, producer: 'shop' },
    { offset: 1, batch: { size: 3 }, lane: 'orders-0', eventAgeMs: 60_000, pausesMs: 0, producer: 'till' },
    { offset: 2, batch: { size: 3 }, lane: 'orders-0', eventAgeMs: 60_000, producer: null },
  ]);
});

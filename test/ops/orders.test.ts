import { describe, expect, it } from 'vitest';
import { ordersCommand } from '../../ops/orders.ts';
import { newFolder } from '../local/programs.ts';
import { givenOrder } from './givenOrder.ts';
import { runOps } from './runOps.ts';

describe('ops orders show', () => {
  it('shows an order as it is, and what happened to it', async () => {
    const { ops } = await givenOrder();
    expect((await ops('show', 'o-1')).text.split('\n')).toEqual([
      'Order o-1 is now',
      '  order_id: o-1',
      '  user_id: 7',
      '  amount: 1990',
      '  status: sent',
      '  created_at: 2026-11-21T08:00:00.000Z',
      '  items: [{"engraving":"For Zoë"}]',
      '  changed_at: 2026-11-21T08:00:09.000Z',
      'What happened:',
      '  2026-11-21T08:00:00.000Z        order_created  e0',
      '  2026-11-21T08:00:05.123456789Z  order_paid     e1',
      '  2026-11-21T08:00:09.000Z        order_sent     e2  (not all of it can be shown: its user was deleted, or never named)',
    ]);
  });

  it.each([
    ['2026-11-21T08:00:05.123456788Z', 'created', 1990, 1],
    ['2026-11-21T08:00:05.123456789Z', 'paid', 500, 2],
    ['2026-11-21T10:00:06+02:00', 'paid', 500, 2],
  ])('shows it as it was at %s', async (at, status, amount, events) => {
    const { json } = await givenOrder();
    const shown = await json('show', 'o-1', '--at', at);
    expect(shown.order).toMatchObject({ order_id: 'o-1', user_id: '7', status, amount });
    expect(shown.events).toHaveLength(events);
    expect(shown.events[0]).toEqual({
      event_id: 'e0',
      type: 'order_created',
      at: '2026-11-21T08:00:00.000Z',
      data: { user_id: '7', amount: 1990, items: [{ engraving: 'For Zoë' }] },
      is_partial: false,
    });
    const changed = { user_id: '7', amount: 1990, changes: { amount: 500 } };
    expect(shown.events[1]?.data ?? changed).toEqual(changed);
  });

  it('shows what is left after the user was deleted', async () => {
    const { erase, json } = await givenOrder();
    await erase();
    const { order, events } = await json('show', 'o-1');
    expect(order).toMatchObject({ user_id: '7', status: 'sent' });
    expect(events.map((event: { is_partial: boolean }) => event.is_partial)).toEqual([true, true, true]);
    expect(JSON.stringify([order, events])).not.toContain('Zoë');
  });
});

describe('ops orders', () => {
  it.each([
    [[], 'Expected show or rebuild, came nothing'],
    [['drop', 'o-1'], 'Expected show or rebuild, came drop'],
    [['show'], 'Expected orders show and one order id'],
    [['show', 'o-1', 'o-2'], 'Expected orders show and one order id'],
    [['show', '--all'], 'Expected orders show and one order id'],
    [['rebuild'], 'Expected orders rebuild and one order id'],
    [['rebuild', 'o-1', '--all'], 'Expected orders rebuild and one order id'],
    [['rebuild', 'o-1', '--at', '2026-11-21T08:00:00Z'], '--at belongs to orders show'],
    [['show', 'o-9'], 'No event of an order o-9 is in the history.'],
    [['rebuild', 'o-9'], 'No event of an order o-9 is in the history.'],
    [['show', 'o-1', '--at', 'yesterday'], '--at takes a time such as 2026-11-21T08:00:00Z; came yesterday.'],
    [['show', 'o-1', '--at', ''], '--at takes a time such as 2026-11-21T08:00:00Z; came nothing.'],
    [
      ['show', 'o-1', '--at', '2026-11-21T07:00:00Z'],
      'Nothing was known of order o-1 at 2026-11-21T07:00:00.000Z: its first event is of 2026-11-21T08:00:00.000Z.',
    ],
  ])('says what is wrong with %j', async (args, sentence) => {
    const { acts, folder } = await givenOrder();
    const run = ordersCommand.run([...args, '--state', folder], () => undefined);
    await expect(run).rejects.toMatchObject({ name: 'UsageError', message: expect.stringContaining(sentence) });
    expect(await acts()).toEqual([]);
  });
});

it('ops orders helps, and says that a stage needs its secret', async () => {
  expect((await runOps(['orders', '--help'])).stdout).toContain('--at TIME');
  const variables = { ADAPTERS: 'aws', TABLE_PREFIX: 'x-', BUCKET: 'bucket', AWS_REGION: 'eu-west-1' };
  const { status, stderr } = await runOps(['orders', 'show', 'o-1'], variables);
  expect([status, stderr]).toEqual([1, expect.stringContaining('DIGEST_SECRET')]);
  const nowhere = newFolder();
  const empty = await runOps(['orders', 'rebuild', '--all', '--state', nowhere]);
  const sentence = `There is no state in ${nowhere}: name the stack's with --state.\n`;
  expect(empty).toEqual({ status: 1, stdout: '', stderr: sentence });
});

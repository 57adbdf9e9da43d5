import { describe, expect, it } from 'vitest';
import { config as relayOutbox } from '../../functions/jobs/relayOutbox/config.ts';
import { audit } from '../../lib/audit/audit.ts';
import { drainConnectionsOf } from '../../lib/connect/engine.ts';
import { relay as runRelay } from '../../lib/outbox/relay.ts';
import { queryAll } from '../../lib/store/queryAll.ts';
import { sagasCommand } from '../../ops/sagas/command.ts';
import { openSagas } from '../fixtures/sagas.ts';

async function opened() {
  const sagas = await openSagas();
  const ops = async (...args: string[]) => {
    const printed: string[] = [];
    await sagasCommand.run([...args, '--state', sagas.platform.folder], (text) => printed.push(text));
    expect(printed).toHaveLength(1);
    return printed[0] ?? '';
  };
  const { connections } = await sagas.platform.open()({
    name: 'reader',
    uses: [{ kind: 'table', table: audit, onlyReads: true }],
  });
  const entries = (id: string) => queryAll(connections.store, { table: audit, partition: `saga#${id}` });
  const relaying = sagas.platform.open()(relayOutbox);
  const relay = async () => {
    const engine = await relaying;
    await runRelay(drainConnectionsOf(engine), { remainingMs: () => 30_000, random: () => 0.5 });
  };
  return { ...sagas, relay, ops, json: async (...args: string[]) => JSON.parse(await ops(...args, '--json')), entries };
}

/** The channel charges 500 EUR and never says so. */
async function paused() {
  const all = await opened();
  const id = await all.pay(await all.order(500), 500, 'timeout');
  await all.runAll('reserveOrder', 'chargeChannel');
  return { ...all, id };
}

describe('ops sagas', () => {
  it('shows what a paused saga waits for, since when and until when, and what would be undone', async () => {
    const { json, ops, id } = await paused();
    expect(await json('show', id)).toMatchObject({
      saga_id: id,
      phase: 'paused',
      order: 'held',
      charge: 'unknown',
      payment: 'created',
      waits_for: 'an operator, the channel’s callback or the deadline: every try of the charge ended without an answer',
      since: '2026-11-21T08:00:00.002Z',
      deadline: '2026-11-21T08:15:00.000Z',
      next_try: '2026-11-21T08:15:00.000Z',
      compensation: ['reverse whatever the channel charged', 'let go of 500 EUR of the order', 'fail the payment'],
      heard: [
        { at: '2026-11-21T08:00:00.001Z', event: 'order.reserved', note: null, changed_nothing: false },
        { at: '2026-11-21T08:00:00.002Z', event: 'charge.unanswered', note: 'TIMED_OUT', changed_nothing: false },
      ],
    });
    const text = await ops('show', id);
    expect(text).toContain('deadline 2026-11-21T08:15:00.000Z, at which it is undone');
    expect(text).toContain('charge.unanswered  TIMED_OUT');
  });

  it('lists what has not ended, by phase and page by page, and no saga twice', async () => {
    const { json, ops, order, pay, id } = await paused();
    const others = [];
    for (let n = 0; n < 5; n += 1) others.push(await pay(await order(500), 500));
    const pages = [];
    for (let next: string | null = '0.'; next !== null; ) {
      const page: { sagas: { saga_id: string }[]; next: string | null } = await json(
        'list',
        '--limit',
        '2',
        '--after',
        next,
      );
      expect(page.sagas.length).toBeLessThanOrEqual(2);
      pages.push(...page.sagas.map((saga) => saga.saga_id));
      next = page.next;
    }
    expect(pages.toSorted()).toEqual([id, ...others].toSorted());
    const ids = async (phase: string) =>
      (await json('list', '--phase', phase)).sagas.map((saga: { saga_id: string }) => saga.saga_id);
    expect([await ids('paused'), (await ids('running')).length, await ids('compensating')]).toEqual([[id], 5, []]);
    expect(await ops('list', '--phase', 'failed_compensation')).toBe('No saga waits.');
  });

  it('has a paused saga charged again under the same key: called again, charged once', async () => {
    const { ops, runAll, entries, relay, state, calls, id } = await paused();
    await ops('resume', id, '--reason', 'the channel is up again');
    expect(await state(id)).toBe('running held waiting');
    await relay();
    await runAll('reserveOrder', 'chargeChannel');
    expect(await state(id)).toBe('paused held unknown');
    const [first, ...others] = calls();
    expect([first, others]).toEqual(['charge TIMED_OUT 500', Array(5).fill('charge TIMED_OUT 0')]);
    expect(await entries(id)).toMatchObject([
      { action: 'saga.resume', reason: 'the channel is up again', details: { was: 'paused', is: 'running' } },
    ]);
  });

  it('undoes a saga before its deadline', async () => {
    const { ops, runAll, relay, payment, state, calls, id } = await paused();
    expect(await ops('compensate', id, '--reason', 'the customer called')).toContain(
      'undone because of COMPENSATED_BY_OPERATOR',
    );
    await relay();
    await runAll();
    expect([await state(id), calls().at(-1)]).toEqual(['compensated none reversed', 'reversal reversed -500']);
    expect(await payment(id)).toMatchObject({ status: 'failed', failure_code: 'COMPENSATED_BY_OPERATOR' });
  });

  it('takes the operator’s word for the channel’s', async () => {
    const { ops, runAll, payment, state, entries, id } = await paused();
    await ops('resolve', id, '--as', 'approved', '--reason', 'their statement has it');
    await runAll();
    expect([await state(id), (await payment(id))['status']]).toEqual(['completed held taken', 'success']);
    expect((await entries(id)).map(({ action }) => action)).toEqual(['saga.resolve']);
  });

  it.each([
    [['show', 'nobody'], /^There is no saga nobody: its id is that of a payment for an order; see sagas list\.$/],
    [['list', 'x'], /^Expected no id after list\./],
    [['show'], /^Expected one saga id after show\./],
    [['undo', 'x'], /^Expected list, show, resume, compensate or resolve, came undo\./],
    [['list', '--limit', '0'], /^--limit takes 1 to 1000; came 0\.$/],
    [['list', '--phase', 'open'], /^--phase takes running, paused, compensating, failed_compensation; came open\.$/],
    [['list', '--after', 'x'], /^--after takes what sagas list showed as "next", with the same --phase\.$/],
    [['list', '--after', '1.x'], /^--after takes what sagas list showed as "next", with the same --phase\.$/],
    [['resume', 'x'], /^Say why with --reason: it is kept for ever\.$/],
    [['resolve', 'x', '--reason', 'r'], /^--as takes approved, declined, reversed, nothing; came nothing\.$/],
    [['resume', 'x', '--as', 'approved', '--reason', 'r'], /^--as belongs to sagas resolve\.$/],
  ])('says what is wrong with %j', async (args, sentence) => {
    const { ops } = await opened();
    await expect(ops(...args)).rejects.toThrow(sentence);
  });

  it('changes nothing that has ended, and says what is possible', async () => {
    const { ops, order, pay, runAll, entries, id } = await paused();
    const done = await pay(await order(500), 500, 'approve');
    await runAll('reserveOrder', 'chargeChannel');
    await expect(ops('compensate', done, '--reason', 'r')).rejects.toThrow(
      `Saga ${done} is completed (order held, charge taken), and that changes nothing: nothing is left to do.`,
    );
    await expect(ops('resolve', id, '--as', 'reversed', '--reason', 'r')).rejects.toThrow(
      `Saga ${id} is paused (order held, charge unknown), and that changes nothing: possible now: resume, compensate, resolve --as approved, resolve --as declined.`,
    );
    expect([await entries(done), await entries(id)]).toEqual([[], []]);
  });
});

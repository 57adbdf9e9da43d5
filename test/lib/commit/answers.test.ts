import { describe, expect, test } from 'vitest';
import { commit, refuse, skip } from '../../../lib/commit/commit.ts';
import { collector, consumer, delivery } from '../../../lib/consumer/constructors.ts';
import { send } from '../../../lib/deliveries/delivery.ts';
import { collectOrders } from '../../fixtures/collecting.ts';
import { placed } from '../../fixtures/counting.ts';
import { countOrders, orderCounted } from '../../fixtures/orders.ts';
import { openPlatform, type Platform } from '../../fixtures/platform.ts';
import { recordOf } from '../../fixtures/records.ts';
import { sendTickets, ticketDelivery } from '../../fixtures/tickets.ts';

/** A value that an author may return without a compiler, or with a cast. */
const anything = (value: unknown) => (() => value) as never;
const failing = async () => {
  throw new Error('nobody waits for this');
};

const kinds = {
  decide: (open: Platform['open'], given: never) => consumer(countOrders, { 'order.placed': given }, { open: open() }),
  delivery: (open: Platform['open'], given: never) =>
    delivery(
      sendTickets,
      { 'order.placed': { ...ticketDelivery(async () => ({ number: '1' })), ...(given as object) } },
      { open: open() },
    ),
  fold: (open: Platform['open'], given: never) => collector(collectOrders, given, { open: open() }),
};

async function toldOf(kind: keyof typeof kinds, given: unknown) {
  const platform = await openPlatform([countOrders, collectOrders, sendTickets]);
  const handler = kinds[kind](platform.open, given as never);
  const { reports } = await platform.invoke(handler, [recordOf({ value: placed('e1', 5) })]);
  const [line] = platform.lines.filter(({ message }) => ['record.failed', 'run.failed'].includes(String(message)));
  const [{ outcome, errorCode } = {}] = reports;
  return {
    outcome,
    errorCode,
    level: line?.['level'],
    error: String(line?.['error']).replace('a mistake in our own code: ', ''),
  };
}

const RETURNS = 'return commit(…), skip(…) or refuse(…) (order.placed)';

describe('what an author may not return is a programmer error that names function, mistake and remedy', () => {
  test.each([
    ['nothing', undefined, `countOrders.decide returned undefined; ${RETURNS}`],
    ['null', null, `countOrders.decide returned null; ${RETURNS}`],
    ['a truth', true, `countOrders.decide returned true; ${RETURNS}`],
    ['a text', 'done', `countOrders.decide returned "done"; ${RETURNS}`],
    ['a list', [commit({})], `countOrders.decide returned a list; ${RETURNS}`],
    ['an object', { writes: [] }, `countOrders.decide returned an object; ${RETURNS}`],
    ['the function itself', commit, `countOrders.decide returned the function commit; ${RETURNS}`],
    ['what a delivery returns', send('k', 1), `countOrders.decide returned send(…); ${RETURNS}`],
    [
      'a promise',
      Promise.resolve(commit({})),
      'countOrders.decide must be synchronous: load what it needs in load (order.placed)',
    ],
    [
      'a promise of a refusal',
      Promise.resolve(refuse('no')),
      'countOrders.decide must be synchronous: load what it needs in load (order.placed)',
    ],
    [
      'no list of writes',
      commit({ writes: {} as never }),
      'countOrders.decide returned commit(…) with an object as writes; writes are a list (order.placed)',
    ],
    [
      'a write that is none',
      commit({ writes: [undefined as never] }),
      'countOrders.decide returned commit(…) with undefined as writes[0]; a write is made by put(…), add(…), remove(…) or check(…) (order.placed)',
    ],
    [
      'a promise as a write',
      commit({ writes: [Promise.resolve() as never] }),
      'countOrders.decide returned commit(…) with a promise as writes[0]; a write is made by put(…), add(…), remove(…) or check(…) (order.placed)',
    ],
    [
      'an event not made',
      commit({ events: [orderCounted as never] }),
      'countOrders.decide returned commit(…) with the definition of order.counted as events[0]; an event is made by calling its definition with its data (order.placed)',
    ],
    [
      'a once that is none',
      commit({ once: 'always' as never }),
      `countOrders.decide returned commit(…) with "always" as once; once is a put or 'version' (order.placed)`,
    ],
  ])('by decide: %s', async (_, value, error) => {
    const told = await toldOf('decide', { decide: anything(value) });
    expect(told).toEqual({ outcome: 'dead-letter', errorCode: 'PROGRAMMER_ERROR', level: 'warn', error });
  });

  test('a decide that is async and fails ends no process', async () => {
    const { outcome, error } = await toldOf('decide', { decide: failing });
    expect([outcome, error]).toEqual([
      'dead-letter',
      'countOrders.decide must be synchronous: load what it needs in load (order.placed)',
    ]);
  });

  test.each([
    [
      'nothing',
      undefined,
      'countOrders.load returned undefined; return an object of refs and lists, {} where nothing is needed (order.placed)',
    ],
    [
      'a promise',
      Promise.resolve({}),
      'countOrders.load must be synchronous: it names what is needed, and the engine loads it (order.placed)',
    ],
    [
      'a name for nothing',
      { total: undefined },
      'countOrders.load returned undefined as total; name items by ref(…) and queries by list(…) (order.placed)',
    ],
    [
      'a key for a ref',
      { total: 'o-1' },
      'countOrders.load returned "o-1" as total; name items by ref(…) and queries by list(…) (order.placed)',
    ],
  ])('by load: %s', async (_, value, error) => {
    const decider = { load: anything(value), decide: () => commit({}) };
    expect(await toldOf('decide', decider)).toMatchObject({
      outcome: 'dead-letter',
      errorCode: 'PROGRAMMER_ERROR',
      error,
    });
  });

  test.each([
    [
      'prepare',
      undefined,
      'sendTickets.prepare returned undefined; return send(…), later(…), skip(…) or refuse(…) (order.placed)',
    ],
    [
      'prepare',
      commit({}),
      'sendTickets.prepare returned commit(…); return send(…), later(…), skip(…) or refuse(…) (order.placed)',
    ],
    [
      'prepare',
      Promise.resolve(),
      'sendTickets.prepare must be synchronous: load what it needs in load (order.placed)',
    ],
    [
      'prepare',
      send(undefined as never, 'for o-1'),
      'sendTickets.prepare returned send(…) under undefined; its key is the text by which a repeat is recognised (order.placed)',
    ],
    [
      'load',
      Promise.resolve(),
      'sendTickets.load must be synchronous: it names what is needed, and the engine loads it (order.placed)',
    ],
    ['onSent', undefined, 'sendTickets.onSent returned undefined; return commit(…) (order.placed)'],
    ['onSent', skip('nothing follows'), 'sendTickets.onSent returned skip(…); return commit(…) (order.placed)'],
  ])('by a delivery’s %s: %o', async (step, value, error) => {
    const told = await toldOf('delivery', { [step]: anything(value) });
    expect(told).toEqual({ outcome: 'dead-letter', errorCode: 'PROGRAMMER_ERROR', level: 'warn', error });
  });

  test.each([
    ['nothing', undefined, 'collectOrders.fold returned undefined; return commit(…) or refuse(…) (orders-0)'],
    ['a skip', skip('why'), 'collectOrders.fold returned skip(…); return commit(…) or refuse(…) (orders-0)'],
    ['a promise', Promise.resolve(), 'collectOrders.fold must be synchronous: load what it needs in load (orders-0)'],
  ])('by fold: %s', async (_, value, error) => {
    const told = await toldOf('fold', { fold: anything(value) });
    expect(told).toEqual({ outcome: 'dead-letter', errorCode: 'PROGRAMMER_ERROR', level: 'warn', error });
  });

  test('by onFailed: the letter is written all the same, and the log names it', async () => {
    const platform = await openPlatform([sendTickets]);
    const given = ticketDelivery(async () => {
      throw new TypeError('no number');
    });
    const handler = delivery(
      sendTickets,
      { 'order.placed': { ...given, onFailed: anything(undefined) } },
      { open: platform.open() },
    );
    const { outcomes } = await platform.invoke(handler, [recordOf({ value: placed('e1', 5) })]);
    const [line] = platform.lines.filter(({ message }) => message === 'failure.unfollowed');
    expect(outcomes).toEqual(['dead-letter']);
    expect(line?.['error']).toContain('sendTickets.onFailed returned undefined; return commit(…) (order.placed)');
  });
});

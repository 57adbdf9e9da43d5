import { describe, expect, test } from 'vitest';
import { merchant, openSagas } from '../fixtures/sagas.ts';

const minutes = 60_000;

describe('a payment for an order', () => {
  test('asks for the order and the charge on saga.payment.start, and succeeds once both are there', async () => {
    const { order, pay, run, calls, payment, state, told } = await openSagas();
    const [o, other] = [await order(500), await order(900)];
    const id = await pay(o, 500, 'approve');
    expect(await told('saga.payment.start')).toMatchObject([
      {
        event_type: 'saga.payment.start',
        saga_id: id,
        payment_id: id,
        order_id: o,
        amount: 500,
        currency: 'EUR',
        deadline: '2026-11-21T08:15:00.000Z',
      },
    ]);
    expect(await run('reserveOrder', 2)).toEqual(['handled', 'duplicate']);
    expect([await state(id), (await payment(id))['status']]).toEqual(['running held waiting', 'created']);
    expect(await run('chargeChannel', 2)).toEqual(['handled', 'ignored']);
    expect([await state(id), (await payment(id))['status'], calls()]).toEqual([
      'completed held taken',
      'success',
      ['charge approved 500'],
    ]);
    expect((await told('payment.success')).map(({ order_id }) => order_id)).toEqual([o]);
    expect(other).not.toBe(o);
  });

  test('is charged and its order held in whatever order the two come', async () => {
    const { order, pay, runAll, state } = await openSagas();
    const ids = [await pay(await order(500), 500, 'approve')];
    await runAll('chargeChannel', 'reserveOrder');
    ids.push(await pay(await order(500), 500, 'approve'));
    await runAll('reserveOrder', 'chargeChannel');
    expect(await Promise.all(ids.map(state))).toEqual(['completed held taken', 'completed held taken']);
  });

  test('waits for the channel’s signed word where the channel answers that it is pending', async () => {
    const { order, pay, runAll, tell, state, calls } = await openSagas();
    const id = await pay(await order(500), 500);
    await runAll('reserveOrder', 'chargeChannel');
    expect([await state(id), calls()]).toEqual(['running held waiting', ['charge pending 0']]);
    expect((await tell(id, { status: 'success' })).body['status']).toBe('success');
    expect(await state(id)).toBe('completed held taken');
    const answers = [await tell(id, { status: 'success' }), await tell(id, { status: 'failed' })];
    expect(answers.map(({ status }) => status)).toEqual([200, 409]);
  });

  test('of an order that only another system knows is held against nothing', async () => {
    const { pay, runAll, state } = await openSagas();
    const id = await pay('their-order-1', 500, 'approve');
    await runAll('reserveOrder', 'chargeChannel');
    expect(await state(id)).toBe('completed held taken');
  });
});

describe('a payment that is undone', () => {
  test('because the channel declines: the order is let go, the payment fails with the channel’s code, nothing was moved', async () => {
    const { order, pay, runAll, payment, state, calls, told } = await openSagas();
    const o = await order(500);
    const id = await pay(o, 500, 'decline');
    await runAll('reserveOrder', 'chargeChannel');
    expect([await state(id), calls()]).toEqual(['compensated none declined', ['charge declined 0']]);
    expect(await payment(id)).toMatchObject({ status: 'failed', failure_code: 'DECLINED' });
    expect(await told('saga.payment.compensate')).toMatchObject([
      { saga_id: id, payment_id: id, order_id: o, step: 'charge.declined', reason: 'DECLINED' },
    ]);
    const again = await pay(o, 500, 'approve');
    await runAll('reserveOrder', 'chargeChannel');
    expect(await state(again)).toBe('completed held taken');
  });

  test.each([
    ['cancelled', 'cancel', 'ORDER_CANCELLED'],
    ['completed', 'complete', 'ORDER_COMPLETED'],
  ] as const)('because its order is %s: nobody is charged', async (_, how, code) => {
    const { order, close, pay, runAll, payment, state, calls } = await openSagas();
    const o = await order(500);
    await close(o, how);
    const id = await pay(o, 500, 'approve');
    await runAll('chargeChannel', 'reserveOrder');
    expect([await state(id), await payment(id)]).toMatchObject([
      'compensated none none',
      { status: 'failed', failure_code: code },
    ]);
    expect(calls()).toEqual(['reversal nothing 0']);
  });

  test('because others paid the order, or it is another’s or in another currency', async () => {
    const { order, pay, runAll, payment } = await openSagas();
    const [o, yen] = [await order(500), await order(500, { currency: 'JPY' })];
    const foreign = await order(500, { merchant_id: merchant.replace('0b', '1b') });
    const ids = [await pay(o, 300, 'approve'), await pay(o, 300, 'approve')];
    ids.push(await pay(yen, 1, 'approve'), await pay(foreign, 1, 'approve'));
    await runAll('reserveOrder', 'chargeChannel');
    const codes = await Promise.all(ids.map(async (id) => (await payment(id))['failure_code'] ?? 'paid'));
    // The partitions decide which of two at once is first.
    expect(codes.slice(0, 2).sort()).toEqual(['ORDER_PAID_ALREADY', 'paid']);
    expect(codes.slice(2)).toEqual(['ORDER_IN_ANOTHER_CURRENCY', 'ORDER_OF_ANOTHER_MERCHANT']);
  });

  test('because its order was refused after the charge: the money goes back, as a refund that accounting hears of', async () => {
    const { order, close, pay, run, runAll, payment, state, calls, told } = await openSagas();
    const o = await order(500);
    const id = await pay(o, 500, 'approve');
    await run('chargeChannel');
    await close(o, 'cancel');
    await runAll('reserveOrder');
    expect([await state(id), calls()]).toEqual([
      'compensated none reversed',
      ['charge approved 500', 'reversal reversed -500'],
    ]);
    expect(await payment(id)).toMatchObject({ status: 'success', refunded: 500 });
    expect(await told('payment.refund.success')).toMatchObject([
      { payment_id: id, amount: 500, reason: 'ORDER_CANCELLED' },
    ]);
    expect(await told('payment.failed')).toEqual([]);
  });

  test('because its deadline has passed; a success that comes later is given back, told twice or not', async () => {
    const { order, pay, runAll, expire, payment, state, tell, calls, told } = await openSagas();
    const id = await pay(await order(500), 500);
    await runAll('reserveOrder', 'chargeChannel');
    expect(await expire(14 * minutes)).toMatchObject({ done: 0 });
    expect(await expire(2 * minutes)).toMatchObject({ done: 1 });
    await runAll();
    expect([await state(id), await payment(id)]).toMatchObject([
      'compensated none none',
      { status: 'failed', failure_code: 'DEADLINE_PASSED' },
    ]);
    const late = [await tell(id, { status: 'success' }), await tell(id, { status: 'success' })];
    await runAll();
    late.push(await tell(id, { status: 'success' }), await tell(id, { status: 'failed' }));
    expect(late.map(({ status }) => status)).toEqual([200, 200, 200, 409]);
    expect([await state(id), await payment(id)]).toMatchObject([
      'compensated none reversed',
      { status: 'failed', refunded: 500 },
    ]);
    expect(calls()).toEqual(['charge pending 0', 'reversal nothing 0', 'reversal reversed -500']);
    expect([await told('payment.success'), (await told('payment.failed')).length]).toEqual([[], 1]);
  });
});

describe('a channel', () => {
  test.each([
    ['times out and then answers', 'timeout_then_approve', ['charge TIMED_OUT 500', 'charge approved 0']],
    ['fails and then answers', 'error_then_approve', ['charge DEPENDENCY_FAILED 0', 'charge approved 500']],
  ])('that %s is charged once', async (_, outcome, expected) => {
    const { order, pay, runAll, state, calls } = await openSagas();
    const id = await pay(await order(500), 500, outcome);
    await runAll('reserveOrder', 'chargeChannel');
    expect([await state(id), calls()]).toEqual(['completed held taken', expected]);
  });

  test('that never answers pauses the saga, which its deadline undoes: what was taken comes back', async () => {
    const { order, pay, runAll, expire, payment, state, calls } = await openSagas();
    const id = await pay(await order(500), 500, 'timeout');
    await runAll('reserveOrder', 'chargeChannel');
    const tries = ['charge TIMED_OUT 500', 'charge TIMED_OUT 0', 'charge TIMED_OUT 0'];
    expect([await state(id), calls()]).toEqual(['paused held unknown', tries]);
    await expire(16 * minutes);
    await runAll();
    expect([await state(id), calls()]).toEqual(['compensated none reversed', [...tries, 'reversal reversed -500']]);
    expect(await payment(id)).toMatchObject({ status: 'failed', failure_code: 'DEADLINE_PASSED' });
  });
});

import { describe, expect, test } from 'vitest';
import { balanceOf, trialBalance } from './ledger.ts';
import { merchant, pay, sign, signText, tellResult } from './provider.ts';
import {
  get,
  post,
  type RecordView,
  recordsOn,
  type StackProcess,
  settled,
  startStackProcess,
  stateFolder,
} from './stackProcess.ts';

const accounts = ['channel_clearing', 'fee_income', `merchant_available:${merchant}`, `merchant_pending:${merchant}`];
const ten = Array.from({ length: 10 });

/** The same fact, told again in other words. */
async function republish(stack: StackProcess, record: RecordView | undefined, change: Record<string, unknown>) {
  const told = { key: record?.key, value: { ...record?.value, ...change } };
  expect((await post(`${stack.console}/api/topics/payment.success/records`, [told])).status).toBe(201);
}

describe('a payment', () => {
  test('becomes one journal, though its result is told ten times in a row and ten times at once', async () => {
    const stack = await startStackProcess(stateFolder());
    const payment = await pay(stack, 12_345);
    for (const _ of ten) expect((await tellResult(stack, payment, sign({ status: 'success' }))).status).toBe(200);
    const atOnce = await Promise.all(ten.map(() => tellResult(stack, payment, sign({ status: 'success' }))));
    expect(atOnce.map(({ status }) => status)).toEqual(ten.map(() => 200));
    await settled(stack, 10_000);

    const [success, ...more] = await recordsOn(stack, 'payment.success');
    expect(more).toEqual([]);
    await post(
      `${stack.console}/api/topics/payment.success/records`,
      ten.map(() => success),
    );
    await republish(stack, success, { event_id: 'another id' });
    await settled(stack, 10_000);

    expect(await recordsOn(stack, 'accounting.transaction.created')).toHaveLength(1);
    expect(await balanceOf(stack, 'channel_clearing')).toEqual({ EUR: 12_345 });
    expect(await balanceOf(stack, `merchant_available:${merchant}`)).toEqual({ EUR: 12_345 });
    expect(await trialBalance(stack, accounts)).toBe(0);
    expect(await get<unknown[]>(`${stack.console}/api/dead-letters`)).toEqual([]);
  }, 40_000);

  test('of an order waits for the order: its money is pending', async () => {
    const stack = await startStackProcess(stateFolder());
    await tellResult(stack, await pay(stack, 700, { order_id: 'order-1' }), sign({ status: 'success' }));
    await settled(stack, 10_000);
    expect(await balanceOf(stack, `merchant_pending:${merchant}`)).toEqual({ EUR: 700 });
    expect(await balanceOf(stack, `merchant_available:${merchant}`)).toEqual({});
  });

  test('told again with another amount is a conflict: a dead letter, and the first journal stays', async () => {
    const stack = await startStackProcess(stateFolder());
    await tellResult(stack, await pay(stack, 700), sign({ status: 'success' }));
    await settled(stack, 10_000);
    const [success] = await recordsOn(stack, 'payment.success');
    await republish(stack, success, { event_id: 'another id', amount: 701 });
    await settled(stack, 10_000);
    const letters = await get<{ errorCode: string }[]>(`${stack.console}/api/dead-letters`);
    expect(letters.map(({ errorCode }) => errorCode)).toEqual(['FACT_CONFLICT']);
    expect(await balanceOf(stack, 'channel_clearing')).toEqual({ EUR: 700 });
  });
});

describe('a callback', () => {
  test('that is wrong, stale, or was used elsewhere is refused; one that comes again gets its first answer; a different result is 409', async () => {
    const stack = await startStackProcess(stateFolder());
    const [first, second] = [await pay(stack, 100), await pay(stack, 200)];
    const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
    const forged = sign({ status: 'success' }, new Date(), 'whsec_b3RoZXIgc2VjcmV0IG90aGVyIHNlY3JldCBvdGhlcg==');
    const changed = { ...sign({ status: 'failed' }), body: JSON.stringify({ status: 'success' }) };
    const captured = sign({ status: 'success' });
    const answers = [
      await post(`${stack.api}/api/v1/payments/${first}/result`, { status: 'success' }),
      await tellResult(stack, first, forged),
      await tellResult(stack, first, changed),
      await tellResult(stack, first, sign({ status: 'success' }, minutesAgo(6))),
      await tellResult(stack, first, captured),
      await tellResult(stack, first, captured),
      await tellResult(stack, second, captured),
      await tellResult(stack, first, sign({ status: 'success' })),
      await tellResult(stack, first, sign({ status: 'failed', failure_code: 'DECLINED' })),
      await tellResult(stack, '00000000-0000-4000-8000-000000000000', sign({ status: 'success' })),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 200, 200, 401, 200, 409, 404]);
    expect(answers[5]?.body).toEqual(answers[4]?.body);
    expect(await get(`${stack.api}/api/v1/payments/${second}`, stack.admin)).toMatchObject({ status: 'created' });
    expect(await get(`${stack.api}/api/v1/payments/${first}`, stack.admin)).toMatchObject({ status: 'success' });
  });
});

describe('a captured callback', () => {
  test('settles no other payment, however its time is spelled, and whatever was answered to it', async () => {
    const stack = await startStackProcess(stateFolder());
    const [paid, failed, other] = [await pay(stack, 1), await pay(stack, 2), await pay(stack, 3)];
    await tellResult(stack, failed, sign({ status: 'failed' }));
    const [known, lost, refused] = [
      sign({ status: 'success' }),
      sign({ status: 'success' }),
      sign({ status: 'success' }),
    ];
    const first = [
      await tellResult(stack, paid, known),
      await tellResult(stack, 'nope', lost),
      await tellResult(stack, failed, refused),
    ];
    expect(first.map(({ status }) => status)).toEqual([200, 404, 409]);
    const at = known.headers['webhook-timestamp'] ?? '';
    const spelled = [`${at}.0`, `${at}x`, `0${at}`, ` ${at}`].map((time) => ({
      body: known.body,
      headers: { ...known.headers, 'webhook-timestamp': time },
    }));
    for (const captured of [known, lost, refused, ...spelled]) {
      expect((await tellResult(stack, other, captured)).status).toBe(401);
    }
    const again = [
      await tellResult(stack, paid, known),
      await tellResult(stack, 'nope', lost),
      await tellResult(stack, failed, refused),
    ];
    expect(again.map(({ status, body }) => [status, body])).toEqual(first.map(({ status, body }) => [status, body]));
    expect(await get(`${stack.api}/api/v1/payments/${other}`, stack.admin)).toMatchObject({ status: 'created' });
  });

  test('that is signed but no JSON is a malformed body', async () => {
    const stack = await startStackProcess(stateFolder());
    const { status, body } = await tellResult(stack, await pay(stack, 1), signText('{"status":'));
    expect([status, body['code']]).toEqual([400, 'MALFORMED_BODY']);
  });
});

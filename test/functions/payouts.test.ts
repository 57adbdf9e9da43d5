import { expect, test } from 'vitest';
import { config as paying } from '../../functions/consumers/payOutSettlement/config.ts';
import { payOutSettlement } from '../../functions/consumers/payOutSettlement/payOutSettlement.ts';
import { config as accounting } from '../../functions/consumers/postAccounting/config.ts';
import { postAccounting } from '../../functions/consumers/postAccounting/postAccounting.ts';
import { openCalls } from '../../lib/channel/localAdapter.ts';
import { localFiles } from '../../lib/connect/connect.ts';
import { consumer, delivery } from '../../lib/consumer/constructors.ts';
import { openHttpApi } from '../fixtures/httpApi.ts';
import { recordOf } from '../fixtures/records.ts';
import { bearer } from '../fixtures/tokens.ts';

const merchant_id = '0b0f7b52-6b1c-4f0e-9c5d-3f6a2a1d9e11';

/** A settlement of 700 EUR, and a channel that answers so. */
async function opened(outcome: string) {
  const api = await openHttpApi();
  const { platform } = api;
  await platform.broker.createTopics([
    { name: 'dlq.payment', partitions: 1, retentionMs: 604_800_000, maxMessageBytes: 1_114_124 },
  ]);
  const value = {
    event_type: 'payment.success',
    event_id: 'e',
    payment_id: 'p',
    merchant_id,
    amount: 700,
    currency: 'EUR',
  };
  const post = consumer(accounting, postAccounting, { open: platform.open() });
  await platform.invoke(post, [recordOf({ topic: 'payment.success', key: 'p', value })]);
  const [own, admin] = [await bearer(platform, 'merchant', merchant_id), await bearer(platform, 'admin')];
  const { body } = await api.ask('/api/v1/settlements', { body: { merchant_id, currency: 'EUR' }, headers: own });
  const id = String(body['settlement_id']);
  const payer = () =>
    delivery(
      paying,
      { 'accounting.settlement.created': payOutSettlement },
      { open: platform.open(undefined, { CHANNEL_PAYOUTS: outcome }) },
    );
  const calls = openCalls(localFiles(platform.folder).outside);
  return {
    api,
    payer,
    records: () => platform.onTopic('accounting.settlement.created'),
    completed: async () => (await platform.onTopic('accounting.settlement.completed')).length,
    complete: () => api.ask(`/api/v1/settlements/${id}/complete`, { method: 'POST', headers: admin }),
    shown: async () => {
      const { status, payout, payout_code } = (await api.ask(`/api/v1/settlements/${id}`, { headers: own })).body;
      return [status, payout, payout_code];
    },
    calls: () => {
      const list = calls.list(100).reverse();
      calls.close();
      return list.map(({ operation, answer, movedMinor }) => `${operation} ${answer} ${movedMinor}`);
    },
  };
}

test('a settlement is paid out once by ten workers at once, and completed by it once', async () => {
  const { api, payer, records, completed, shown, calls } = await opened('approve');
  const told = await records();
  expect(told).toHaveLength(1);
  const workers = Array.from({ length: 10 }, payer);
  await Promise.all(workers.map((worker) => api.platform.invoke(worker, told)));
  // Whoever was handed it back gets it again.
  for (const worker of workers) await api.platform.invoke(worker, told);
  expect([await shown(), await completed(), calls()]).toEqual([
    ['completed', 'paid', undefined],
    1,
    ['payout approved 700'],
  ]);
});

test('one that the channel has not paid yet waits for the bank’s word', async () => {
  const { api, payer, records, complete, completed, shown, calls } = await opened('pending');
  await api.platform.invoke(payer(), await records());
  expect(await shown()).toEqual(['created', 'pending', undefined]);
  await complete();
  expect([await shown(), await completed(), calls()]).toEqual([
    ['completed', 'pending', undefined],
    1,
    ['payout pending 0'],
  ]);
});

test.each([
  ['declines', 'decline', ['created', 'declined', 'DECLINED'], 1],
  ['never answers', 'timeout', ['created', 'unknown', 'TIMED_OUT'], 3],
])(
  'one whose channel %s says so, its money stays set aside, and nothing is told to be paid',
  async (_, outcome, expected, tries) => {
    const { api, payer, records, completed, shown, calls } = await opened(outcome);
    await api.platform.invoke(payer(), await records());
    expect([await shown(), await completed(), calls().length]).toEqual([expected, 0, tries]);
  },
);

test('one that the bank has paid out is not paid again', async () => {
  const { api, payer, records, complete, calls } = await opened('approve');
  await complete();
  expect((await api.platform.invoke(payer(), await records())).outcomes).toEqual(['ignored']);
  expect(calls()).toEqual([]);
});

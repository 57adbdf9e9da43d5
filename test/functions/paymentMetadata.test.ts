import { expect, test } from 'vitest';
import { openHttpApi } from '../fixtures/httpApi.ts';
import { jsonOf } from '../fixtures/records.ts';
import { bearer } from '../fixtures/tokens.ts';

test('a trace_id among the metadata of a payment is kept, published beside ours, and starts no trace', async () => {
  const { platform, ask } = await openHttpApi();
  const theirs = 'ffffffffffffffffffffffffffffffff';
  const metadata = { trace_id: theirs, basket: { items: [1, 2] } };
  const headers = {
    ...(await bearer(platform, 'admin')),
    traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  };
  const body = { merchant_id: '0b0f7b52-6b1c-4f0e-9c5d-3f6a2a1d9e11', amount: 4_999, currency: 'EUR', metadata };
  const created = await ask('/api/v1/payments', { body, headers });
  expect([created.status, created.body['metadata']]).toEqual([201, metadata]);
  const [record] = await platform.onTopic('payment.created');
  if (!record) throw new Error('nothing was published');
  expect(jsonOf(record).metadata).toEqual({
    _trace_id: theirs,
    basket: { items: [1, 2] },
    trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
  });
});

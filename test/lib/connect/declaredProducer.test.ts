import { expect, it, vi } from 'vitest';
import { declaredProducer } from '../../../lib/connect/declared.ts';
import { record } from '../../contracts/broker/given.ts';

it('lets a function publish on what it declares, within the time it gives', async () => {
  const producer = { publish: vi.fn(async () => []), close: async () => undefined };
  const declared = declaredProducer(producer, new Set(['orders']), 'countOrders');
  const records = [record('orders', '21', 'x')];
  const { signal } = new AbortController();
  await declared.publish(records, signal);
  expect(producer.publish).toHaveBeenCalledExactlyOnceWith(records, signal);
});

it('sends nothing of a call that names a topic which is not declared: UNDECLARED', async () => {
  const producer = { publish: vi.fn(async () => []), close: async () => undefined };
  const declared = declaredProducer(producer, new Set(['orders']), 'countOrders');
  const published = declared.publish([record('orders', '21', 'x'), record('payments', '21', 'x')]);
  await expect(published).rejects.toMatchObject({
    code: 'UNDECLARED',
    message: expect.stringContaining('countOrders publishes on payments'),
  });
  expect(producer.publish).not.toHaveBeenCalled();
});

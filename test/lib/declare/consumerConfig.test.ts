import { expect, test } from 'vitest';
import { consumerConfig } from '../../../lib/declare/consumerConfig.ts';
import { orderCounted, orderPlaced } from '../../fixtures/orders.ts';

test('a consumer reads every topic that carries one of its events, each once, and need not say its limits', () => {
  const { topics, ...config } = consumerConfig({
    name: 'watchOrders',
    events: [orderPlaced, orderCounted, orderPlaced],
    uses: [],
  });
  expect(topics.map(({ name }) => name)).toEqual(['orders', 'old-orders', 'shipments']);
  expect(config).toEqual({
    kind: 'consumer',
    name: 'watchOrders',
    events: [orderPlaced, orderCounted, orderPlaced],
    uses: [],
    batchSize: 100,
    concurrency: 16,
    ordering: 'key',
    timeoutSeconds: 60,
    windowSeconds: 1,
    start: 'now',
  });
});

test('a consumer may want its limits otherwise', () => {
  const wanted = { batchSize: 10, concurrency: 1, ordering: 'none', timeoutSeconds: 5 } as const;
  expect(consumerConfig({ name: 'one', events: [orderPlaced], uses: [], ...wanted })).toMatchObject(wanted);
});

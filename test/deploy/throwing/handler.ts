import { answer } from '../../../lib/http/action.ts';
import { api } from '../../../lib/http/api.ts';
import { config } from './config.ts';

interface Order {
  total?: { amount: number };
}

function priceOf(order: Order): number {
  return (order.total as { amount: number }).amount;
}

export const handler = api(config, { show: { find: async () => answer(200, { price: priceOf({}) }) } });

import { orders } from '../../../domain/orders/order.ts';
import { roles } from '../../../domain/roles.ts';
import { users } from '../../../domain/users/user.ts';
import { userKeys } from '../../../domain/users/userKey.ts';
import { orderCreated } from '../../../events/order.ts';
import { publishes, reads, table } from '../../../lib/declare/uses.ts';
import { httpConfig } from '../../../lib/http/config.ts';
import { newOrder, order } from './schemas.ts';

export const config = httpConfig({
  name: 'orders',
  roles,
  routes: [
    {
      method: 'POST',
      path: '/api/v1/orders',
      action: 'create',
      summary: 'Makes an order of a user with a merchant.',
      access: { admin: 'all', service: 'all', merchant: 'body.merchant_id', user: 'body.user_id' },
      body: newOrder,
      answers: { 201: order },
      problems: { 403: ['ACCOUNT_SUSPENDED', 'ACCOUNT_LOCKED'], 422: ['USER_DELETED'] },
      creates: true,
    },
    {
      method: 'GET',
      path: '/api/v1/orders/{id}',
      action: 'show',
      summary: 'An order as it is now.',
      access: { admin: 'all', service: 'all', merchant: 'found', user: 'found' },
      answers: { 200: order },
    },
  ],
  uses: [table(orders), table(userKeys), reads(users), publishes(orderCreated)],
});

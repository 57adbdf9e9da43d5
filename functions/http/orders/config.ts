import { orders } from '../../../domain/orders/order.ts';
import { roles } from '../../../domain/roles.ts';
import { users } from '../../../domain/users/user.ts';
import { userKeys } from '../../../domain/users/userKey.ts';
import { orderCancelled, orderCompleted, orderCreated, orderUpdated } from '../../../events/order.ts';
import { publishes, reads, table } from '../../../lib/declare/uses.ts';
import { httpConfig } from '../../../lib/http/config.ts';
import { cancellation, newOrder, order, orderUpdate } from './schemas.ts';

const refused = {
  403: ['ACCOUNT_SUSPENDED', 'ACCOUNT_LOCKED'],
  409: ['TRANSITION_REFUSED', 'ORDER_INCOMPLETE'],
} as const;

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
    {
      method: 'PATCH',
      path: '/api/v1/orders/{id}',
      action: 'update',
      summary: 'Changes the amount or the items of an order that is neither completed nor cancelled.',
      access: { admin: 'all', service: 'all', merchant: 'found', user: 'found' },
      body: orderUpdate,
      answers: { 200: order },
      problems: { ...refused, 422: ['USER_DELETED'] },
    },
    {
      method: 'POST',
      path: '/api/v1/orders/{id}/complete',
      action: 'complete',
      summary: 'Completes an order; the merchant gets the money of its payments. Completing it again changes nothing.',
      access: { admin: 'all', service: 'all', merchant: 'found' },
      answers: { 200: order },
      problems: refused,
    },
    {
      method: 'POST',
      path: '/api/v1/orders/{id}/cancel',
      action: 'cancel',
      summary: 'Cancels an order; the money of its payments waits to be refunded. Cancelling it again changes nothing.',
      access: { admin: 'all', service: 'all', merchant: 'found', user: 'found' },
      body: cancellation,
      answers: { 200: order },
      problems: refused,
    },
  ],
  uses: [
    table(orders),
    table(userKeys),
    reads(users),
    publishes(orderCreated, orderUpdated, orderCompleted, orderCancelled),
  ],
});

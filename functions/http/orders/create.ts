/** `POST /api/v1/orders` */
import { createOrder } from '../../../domain/orders/order.ts';
import { type UserKey, userKeyRef } from '../../../domain/users/userKey.ts';
import { answer, type Command, problem } from '../../../lib/http/action.ts';
import type { Ref } from '../../../lib/store/store.ts';
import type { NewOrder } from './schemas.ts';
import { orderView } from './view.ts';

export const create: Command<NewOrder, undefined, { key: Ref<UserKey> }> = {
  load: ({ body }) => ({ key: userKeyRef(body.user_id) }),
  decide: ({ request, loaded }, surroundings) => {
    const { user_id: userId, merchant_id: merchantId, amount: amountMinor, ...rest } = request.body;
    const created = createOrder({ userId, merchantId, amountMinor, ...rest }, loaded.key, surroundings);
    if (!created) return problem(deleted);
    return answer(201, orderView(created.order, rest.items), created.commit);
  },
};

const deleted = {
  status: 422,
  code: 'USER_DELETED',
  title: 'The user was deleted',
  detail: 'A user who was deleted can order nothing.',
};

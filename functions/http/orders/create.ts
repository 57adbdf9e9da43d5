/** `POST /api/v1/orders` */
import { createOrder } from '../../../domain/orders/order.ts';
import { whyBarred } from '../../../domain/users/barred.ts';
import { type User, userRef } from '../../../domain/users/user.ts';
import { isDeleted, type UserKey, userKeyRef } from '../../../domain/users/userKey.ts';
import { type ActionRequest, answer, type Command, problem, repeating } from '../../../lib/http/action.ts';
import type { Ref } from '../../../lib/store/store.ts';
import type { NewOrder } from './schemas.ts';
import { orderView } from './view.ts';

export const create: Command<NewOrder, undefined, { key: Ref<UserKey>; user: Ref<User> }> = {
  load: ({ body }) => ({ key: userKeyRef(body.user_id), user: userRef(body.user_id) }),
  decide: ({ request, loaded }, context) => {
    const { user_id: userId, merchant_id: merchantId, amount: amountMinor, ...rest } = request.body;
    const { principal } = request;
    const barred = principal?.id === userId && whyBarred(loaded.user, principal);
    if (barred) return problem(barred);
    const created = createOrder({ userId, merchantId, amountMinor, ...rest }, loaded.key, context);
    if (!created) return problem(deleted);
    return answer(201, orderView(created.order, rest.items), created.commit);
  },
  // A repeated request is not answered with the stored answer once its user is erased: that answer holds the user's data.
  repeat: repeating({
    load: ({ body }: ActionRequest<NewOrder>) => ({ key: userKeyRef(body.user_id) }),
    refuse: (_request, _kept, { key }) => (isDeleted(key) ? deleted : undefined),
  }),
};

const deleted = {
  status: 422,
  code: 'USER_DELETED',
  title: 'The user was deleted',
  detail: 'A user who was deleted can order nothing.',
};

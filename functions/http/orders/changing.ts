/** The part that all changes of an order share: who may, whether its state allows it, and how it is answered. */
import { type Changed, type Opened, orderTransitions } from '../../../domain/orders/change.ts';
import {
  type CompleteOrder,
  isComplete,
  type Order,
  orderIdAt,
  orderRef,
  orders,
} from '../../../domain/orders/order.ts';
import { openRest } from '../../../domain/orders/sealed.ts';
import { notAllowed, stateAfter } from '../../../domain/transitions.ts';
import { whyBarred } from '../../../domain/users/barred.ts';
import { type User, userRef } from '../../../domain/users/user.ts';
import { type UserKey, userKeyRef } from '../../../domain/users/userKey.ts';
import type { DecisionContext } from '../../../lib/commit/commit.ts';
import { answer, type Command, type Decided, notFound, ownedBy, problem } from '../../../lib/http/action.ts';
import type { Problem } from '../../../lib/http/problem.ts';
import type { Ref } from '../../../lib/store/store.ts';
import { orderView } from './view.ts';

type Known = { order: Ref<Order>; key?: Ref<UserKey>; user?: Ref<User> };

interface Change<Body> {
  by: 'update' | 'complete' | 'cancel';
  /** undefined: the user was deleted, and the change would store something of theirs. */
  make: (order: CompleteOrder, body: Body, opened: Opened, context: DecisionContext) => Changed | undefined;
}

export function changing<Body>({ by, make }: Change<Body>): Command<Body, string | undefined, Known> {
  return {
    // An order never changes its owner, so what was read before still holds when the decision is made.
    prepare: async ({ path }, look) => (await look({ order: orderRef(path['id'] ?? '') })).order?.userId,
    load: ({ path }, _context, userId) => ({
      order: orderRef(path['id'] ?? ''),
      ...(userId !== undefined && { key: userKeyRef(userId), user: userRef(userId) }),
    }),
    decide: ({ request: { body, principal }, loaded: { order, key, user } }, context) => {
      if (!order) return notFound('order');
      const owned = (decided: Decided) => ownedBy({ merchant: order.merchantId, user: order.userId }, decided);
      const barred = principal?.id === order.userId && whyBarred(user, principal);
      if (barred) return owned(problem(barred));
      const opened = { rest: openRest(orders, order, key, context), userKey: key };
      const shown = (changed: Pick<Changed, 'order' | 'items'> & Partial<Changed>) =>
        owned(answer(200, orderView(changed.order, changed.items), changed.commit));
      if (order.status === FINAL[by]) return shown({ order, items: opened.rest?.['items'] });
      if (stateAfter(orderTransitions, order.status, by) === undefined) {
        return owned(problem(notAllowed(orderTransitions, 'order', order.status, by)));
      }
      if (!isComplete(order)) return owned(problem(incomplete(order)));
      const changed = make(order, body, opened, context);
      return changed ? shown(changed) : owned(problem(userDeleted));
    },
  };
}

/** Asking again for what is done already changes nothing. */
const FINAL = { update: undefined, complete: 'completed', cancel: 'cancelled' } as const;

function incomplete(order: Order): Problem {
  const detail = `Order ${orderIdAt(order)} was restored from other systems' events and lacks fields that its own events must tell.`;
  return { status: 409, code: 'ORDER_INCOMPLETE', title: 'The order is not complete', detail };
}

const userDeleted: Problem = {
  status: 422,
  code: 'USER_DELETED',
  title: 'The user was deleted',
  detail: 'Nothing of an order is changed any more whose user was deleted; it can be completed or cancelled.',
};

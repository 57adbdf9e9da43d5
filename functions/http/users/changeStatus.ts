/** `PUT /api/v1/users/{id}/status` */
import { changeStatus as decideStatus } from '../../../domain/users/status.ts';
import { type User, userRef } from '../../../domain/users/user.ts';
import { type Command, notFound, problem } from '../../../lib/http/action.ts';
import type { Ref } from '../../../lib/store/store.ts';
import type { StatusChange } from './accountSchemas.ts';
import { obstacle } from './refusals.ts';
import { changedAnswer } from './view.ts';

export const changeStatus: Command<StatusChange, undefined, { user: Ref<User> }> = {
  load: ({ path }) => ({ user: userRef(path['id'] ?? '') }),
  decide: ({ request, loaded: { user } }, context) => {
    const userId = request.path['id'] ?? '';
    if (!user) return notFound('user');
    const inTheWay = obstacle(request, user);
    if (inTheWay) return problem(inTheWay);
    return changedAnswer(userId, decideStatus({ userId, user }, request.body, context));
  },
};

/** `PATCH /api/v1/users/{id}` */
import { updateUser, type WishedNames, wishedNames } from '../../../domain/users/update.ts';
import { type User, userRef } from '../../../domain/users/user.ts';
import { type Command, notFound, problem } from '../../../lib/http/action.ts';
import type { Ref } from '../../../lib/store/store.ts';
import type { Update } from './accountSchemas.ts';
import { alreadyTaken, obstacle } from './refusals.ts';
import { changedAnswer } from './view.ts';

export const update: Command<Update, undefined, { user: Ref<User> } & WishedNames> = {
  load: ({ path, body }, surroundings) => ({ user: userRef(path['id'] ?? ''), ...wishedNames(body, surroundings) }),
  decide: ({ request, loaded }, surroundings) => {
    const userId = request.path['id'] ?? '';
    const { user } = loaded;
    if (!user) return notFound('user');
    const inTheWay = obstacle(request, user);
    if (inTheWay) return problem(inTheWay);
    const updated = updateUser({ userId, user }, request.body, loaded, surroundings);
    return 'taken' in updated ? problem(alreadyTaken(updated.taken)) : changedAnswer(userId, updated);
  },
};

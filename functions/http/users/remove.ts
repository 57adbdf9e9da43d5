/** `DELETE /api/v1/users/{id}` */

import { isAdmin } from '../../../domain/users/barred.ts';
import { contactOf, contactRefs, type KnownContact } from '../../../domain/users/contact.ts';
import { type Checked, knowsPassword, wrongPassword } from '../../../domain/users/credentials.ts';
import { deleteUser } from '../../../domain/users/deletion.ts';
import { checkPassword } from '../../../domain/users/passwordCheck.ts';
import { answer, type Command, notFound, problem } from '../../../lib/http/action.ts';
import type { Problem } from '../../../lib/http/problem.ts';
import type { Deletion } from './accountSchemas.ts';
import { obstacle } from './refusals.ts';

/** A password that is given must be right, whoever gives it; only an administrator may give none. */
export const remove: Command<Deletion, Checked | undefined, Pick<KnownContact, 'user' | 'settings'>> = {
  prepare: async ({ path, body }, look, context) => {
    return body?.password === undefined
      ? undefined
      : await checkPassword(path['id'] ?? '', body.password, look, context);
  },
  load: ({ path }) => {
    const { user, settings } = contactRefs(path['id'] ?? '');
    return { user, settings };
  },
  decide: ({ request, prepared: checked, loaded }, context) => {
    const userId = request.path['id'] ?? '';
    const { user } = loaded;
    if (!user) return notFound('user');
    if (!checked && !isAdmin(request.principal)) return problem(passwordMissing);
    if (checked && !knowsPassword(checked, user)) return problem(wrongPassword);
    const inTheWay = obstacle(request, user);
    if (inTheWay) return problem(inTheWay);
    const locale = contactOf(loaded)?.locale ?? user.locale;
    return answer(204, undefined, deleteUser({ userId, user }, locale, context));
  },
};

const passwordMissing: Problem = {
  status: 400,
  code: 'INVALID_BODY',
  title: 'Invalid body',
  detail: 'Not as expected: password.',
  errors: [{ path: 'password', message: 'is needed by all but administrators' }],
};

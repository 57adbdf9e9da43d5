/** `PUT /api/v1/users/{id}/password` */
import { type Checked, knowsPassword, wrongPassword } from '../../../domain/users/credentials.ts';
import { changePassword as decidePassword } from '../../../domain/users/newPassword.ts';
import { checkPassword } from '../../../domain/users/passwordCheck.ts';
import { type User, userRef } from '../../../domain/users/user.ts';
import { answer, type Command, notFound, problem, tagged } from '../../../lib/http/action.ts';
import { hashPassword } from '../../../lib/http/password.ts';
import type { Problem } from '../../../lib/http/problem.ts';
import { etagOf } from '../../../lib/http/versions.ts';
import type { Ref } from '../../../lib/store/store.ts';
import type { PasswordChange } from './accountSchemas.ts';
import { obstacle } from './refusals.ts';

interface Tried {
  checked: Checked;
  newHash: string;
}

export const changePassword: Command<PasswordChange, Tried, { user: Ref<User> }> = {
  prepare: async ({ path, body }, look, context) => {
    const checked = await checkPassword(path['id'] ?? '', body.old_password, look, context);
    return {
      checked,
      newHash: checked.isRight ? await hashPassword(body.new_password, context.passwordMemoryKib) : '',
    };
  },
  load: ({ path }) => ({ user: userRef(path['id'] ?? '') }),
  decide: ({ request, prepared, loaded: { user } }, context) => {
    const userId = request.path['id'] ?? '';
    if (!user) return notFound('user');
    if (!knowsPassword(prepared.checked, user)) return problem(wrongPassword);
    const inTheWay = obstacle(request, user) ?? (isSame(request.body) ? samePassword : undefined);
    if (inTheWay) return problem(inTheWay);
    const changed = decidePassword({ userId, user }, prepared.newHash, context);
    return tagged(etagOf(changed.user.version), answer(204, undefined, changed.commit));
  },
};

/** Compares the two passwords in the normal form in which they are hashed (NFKC). */
function isSame({ old_password: before, new_password: after }: PasswordChange): boolean {
  return before.normalize('NFKC') === after.normalize('NFKC');
}

const samePassword: Problem = {
  status: 422,
  code: 'SAME_PASSWORD',
  title: 'The same password',
  detail: 'The new password is the present one.',
};

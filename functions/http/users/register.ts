/** `POST /api/v1/users/register`, and `POST /register` with the sample's own words. */
import { barred } from '../../../domain/users/barred.ts';
import { type NamesInUse, namesOf, registerUser } from '../../../domain/users/registration.ts';
import { type User, userRef } from '../../../domain/users/user.ts';
import type { DecisionContext } from '../../../lib/commit/commit.ts';
import { type ActionRequest, answer, type Command, granting, problem, repeating } from '../../../lib/http/action.ts';
import { hashPassword } from '../../../lib/http/password.ts';
import { alreadyTaken, wrongCredentials } from './refusals.ts';
import type { Registration } from './schemas.ts';
import { publicUser } from './view.ts';

/**
 * A stored registration grants what a log-in with its name and password would grant now: nothing to who was barred or
 * deleted, nothing for a password that was changed, and nothing for names that the user has given up.
 */
const repeat = repeating({
  load: (request: ActionRequest<Registration>, { subject }, context) => ({
    ...namesOf(request.body, context),
    user: userRef(subject?.id ?? ''),
  }),
  refuse: (_request, { subject, restsOn }, { user, email, username }, context) => {
    const isNamed = [email, username].some((taken) => taken?.userId === subject?.id);
    if (!user || !isNamed || restsOn !== passwordProof(user, context)) return wrongCredentials;
    return user.status === 'active' ? undefined : barred(user.status);
  },
});

export const register = registration({});
export const registerSample = registration({ message: 'User registered successfully!' });

function registration(extra: { message?: string }): Command<Registration, string, NamesInUse> {
  return {
    prepare: ({ body }, _look, { passwordMemoryKib }) => hashPassword(body.password, passwordMemoryKib),
    load: (request, context) => namesOf(request.body, context),
    decide: ({ request, prepared, loaded }, context) => {
      const registered = registerUser(request.body, prepared, loaded, context);
      if ('taken' in registered) return problem(alreadyTaken(registered.taken));
      const { userId, user, commit } = registered;
      const shown = { user: publicUser(userId, user), ...extra };
      const subject = { id: userId, roles: ['user'] as const };
      return granting(subject, answer(201, shown, commit), passwordProof(user, context));
    },
    repeat,
  };
}

/** Changes with the password; another hash of the same one is another, so that it never says too much. */
function passwordProof({ passwordHash }: User, { digest }: DecisionContext): string {
  return digest(JSON.stringify(['password', passwordHash]));
}

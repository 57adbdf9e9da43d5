/** `POST /api/v1/users/register`, and `POST /register` with the sample's own words. */
import { type NamesInUse, namesOf, registerUser } from '../../../domain/users/registration.ts';
import { answer, type Command, granting, problem } from '../../../lib/http/action.ts';
import { hashPassword } from '../../../lib/http/password.ts';
import { alreadyTaken } from './refusals.ts';
import type { Registration } from './schemas.ts';
import { publicUser } from './view.ts';

export const register = registration({});
export const registerSample = registration({ message: 'User registered successfully!' });

function registration(extra: { message?: string }): Command<Registration, string, NamesInUse> {
  return {
    prepare: (request) => hashPassword(request.body.password),
    load: (request, surroundings) => namesOf(request.body, surroundings),
    decide: ({ request, prepared, loaded }, surroundings) => {
      const registered = registerUser(request.body, prepared, loaded, surroundings);
      if ('taken' in registered) return problem(alreadyTaken(registered.taken));
      const { userId, user, commit } = registered;
      const shown = { user: publicUser(userId, user), ...extra };
      return granting({ id: userId, roles: ['user'] }, answer(201, shown, commit));
    },
  };
}

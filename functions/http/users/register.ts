/** `POST /api/v1/users/register`, and `POST /register` with the sample's own words. */
import { type NamesInUse, namesOf, registerUser } from '../../../domain/users/registration.ts';
import type { User } from '../../../domain/users/user.ts';
import { answer, type Command, granting, problem } from '../../../lib/http/action.ts';
import { hashPassword } from '../../../lib/http/password.ts';
import type { Registration } from './schemas.ts';

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

function publicUser(id: string, { username, email, status, createdAt }: User) {
  return { id, username, email, status, created_at: createdAt };
}

function alreadyTaken(taken: readonly ('email' | 'username')[]) {
  return {
    status: 409,
    code: 'ALREADY_TAKEN',
    title: 'Already taken',
    detail: `Another user has this ${taken.join(' and this ')}.`,
    errors: taken.map((path) => ({ path, message: 'is already taken' })),
  };
}

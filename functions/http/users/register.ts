/** `POST /api/v1/users/register`, and `POST /register` with the sample's own words. */
import * as z from 'zod';
import { type NamesInUse, namesOf, registerUser } from '../../../domain/users/registration.ts';
import type { User } from '../../../domain/users/user.ts';
import { answer, type Command, problem } from '../../../lib/http/action.ts';
import { hashPassword } from '../../../lib/http/password.ts';
import { text } from '../../../lib/http/text.ts';

const body = z.object({
  username: z.string().trim().pipe(text(3, 64)),
  email: z.string().trim().max(254).pipe(z.email()),
  password: text(8, 256),
  locale: z.enum(['en', 'zh-CN']).optional(),
});

type Body = z.output<typeof body>;

export const register = registration({});
export const registerSample = registration({ message: 'User registered successfully!' });

function registration(extra: { message?: string }): Command<Body, string, NamesInUse> {
  return {
    body,
    prepare: (request) => hashPassword(request.body.password),
    load: (request, surroundings) => namesOf(request.body, surroundings),
    decide: ({ request, prepared, loaded }, surroundings) => {
      const registered = registerUser(request.body, prepared, loaded, surroundings);
      if ('taken' in registered) return problem(alreadyTaken(registered.taken));
      const { userId, user, commit } = registered;
      return answer(201, { user: publicUser(userId, user), ...extra }, commit);
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

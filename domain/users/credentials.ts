/** Finds the user whom a log-in means, and checks the password. */
import type { DecisionContext } from '../../lib/commit/commit.ts';
import type { Problem } from '../../lib/http/problem.ts';
import type { Ref } from '../../lib/store/store.ts';
import { emailTakenRef, type Taken, type User, usernameTakenRef } from './user.ts';

/** One of them is there. */
export interface Named {
  email?: string | undefined;
  username?: string | undefined;
}

export function nameRef({ email, username = '' }: Named, context: DecisionContext): Ref<Taken> {
  return email === undefined ? usernameTakenRef(username, context) : emailTakenRef(email, context);
}

/** The user of that name. One that nobody has means somebody who is not there, and who is looked for all the same. */
export function whoIs(name: Ref<Taken>, found: Taken | undefined): string {
  return found?.userId ?? name.pk;
}

/** The result of the slow password check before the decision, and the hash that it compared with. */
export interface Checked {
  hash: string | undefined;
  isRight: boolean;
}

/** Another hash by now is of another password, so who knew the old one knows nothing. */
export function knowsPassword(checked: Checked, user: User | undefined): user is User {
  return checked.isRight && user !== undefined && user.passwordHash === checked.hash;
}

export const wrongPassword: Problem = {
  status: 403,
  code: 'WRONG_PASSWORD',
  title: 'Wrong password',
  detail: 'It is not the present password of this user.',
};

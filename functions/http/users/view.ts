/** A user as callers see them. */
import type { Changed, Who } from '../../../domain/users/update.ts';
import type { User } from '../../../domain/users/user.ts';
import { answer, type Decided, tagged } from '../../../lib/http/action.ts';
import { etagOf } from '../../../lib/http/versions.ts';

export function publicUser(id: string, { username, email, status, createdAt }: User) {
  return { id, username, email, status, created_at: createdAt };
}

function wholeUser({ userId, user }: Who) {
  const { locale, profile } = user;
  return { ...publicUser(userId, user), version: user.version, locale, ...(profile !== undefined && { profile }) };
}

/** With the version that stands there now, whether this request made it or not. */
export function changedAnswer(userId: string, { user, commit }: Changed): Decided {
  return tagged(etagOf(user.version), answer(200, wholeUser({ userId, user }), commit));
}

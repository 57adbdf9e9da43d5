/** Checks a password before the decision, since hashing takes long. */
import type { Look } from '../../lib/http/action.ts';
import { NOBODYS_HASH, verifyPassword } from '../../lib/http/password.ts';
import type { Checked } from './credentials.ts';
import { userRef } from './user.ts';

/** Takes as long where there is no such user. */
export async function checkPassword(userId: string, password: string, look: Look): Promise<Checked> {
  const { user } = await look({ user: userRef(userId) });
  const hash = user?.passwordHash;
  return { hash, isRight: await verifyPassword(password, hash ?? NOBODYS_HASH) };
}

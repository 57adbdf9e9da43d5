/** Checks a password before the decision, since hashing takes long. */
import type { Look, Preparation } from '../../lib/http/action.ts';
import { nobodysHash, verifyPassword } from '../../lib/http/password.ts';
import type { Checked } from './credentials.ts';
import { userRef } from './user.ts';

/** Takes as long where there is no such user. */
export async function checkPassword(
  userId: string,
  password: string,
  look: Look,
  { passwordMemoryKib }: Pick<Preparation, 'passwordMemoryKib'>,
): Promise<Checked> {
  const { user } = await look({ user: userRef(userId) });
  const hash = user?.passwordHash;
  return { hash, isRight: await verifyPassword(password, hash ?? nobodysHash(passwordMemoryKib)) };
}

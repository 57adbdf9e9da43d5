/** `POST /api/v1/users/login` */
import { barred } from '../../../domain/users/barred.ts';
import { type Checked, nameRef, whoIs } from '../../../domain/users/credentials.ts';
import { logIn as decideLogIn, type SignIns, signInsRef } from '../../../domain/users/logIn.ts';
import { checkPassword } from '../../../domain/users/passwordCheck.ts';
import { type User, userRef } from '../../../domain/users/user.ts';
import { answer, type Command, granting, problem } from '../../../lib/http/action.ts';
import type { Ref } from '../../../lib/store/store.ts';
import type { Credentials } from './accountSchemas.ts';
import { type OriginSettings, originOf } from './origin.ts';
import { wrongCredentials } from './refusals.ts';
import { publicUser } from './view.ts';

interface Tried {
  userId: string;
  checked: Checked;
}

type Known = { user: Ref<User>; signIns: Ref<SignIns> };

/** For a name that nobody has it reads, computes and writes as much as for a wrong password. */
export const logIn: Command<Credentials, Tried, Known, OriginSettings> = {
  prepare: async ({ body }, look, context) => {
    const name = nameRef(body, context);
    const { taken } = await look({ taken: name });
    const userId = whoIs(name, taken);
    return { userId, checked: await checkPassword(userId, body.password, look, context) };
  },
  load: (_request, _surroundings, { userId }) => ({ user: userRef(userId), signIns: signInsRef(userId) }),
  decide: ({ request, prepared, loaded }, context) => {
    const { userId } = prepared;
    const attempt = { ...prepared, origin: originOf(request, context.settings) };
    const decided = decideLogIn(attempt, loaded, context);
    if (decided.kind === 'wrong') return problem(wrongCredentials, decided.commit);
    if (decided.kind === 'barred') return problem(barred(decided.status));
    const shown = { user: publicUser(userId, decided.user) };
    return granting({ id: userId, roles: ['user'] }, answer(200, shown, decided.commit));
  },
};

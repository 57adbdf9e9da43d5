/** `PATCH /api/v1/users/{id}` */
import { addressOf } from '../../../domain/users/contact.ts';
import type { Checked } from '../../../domain/users/credentials.ts';
import { type FormerAddresses, formerAddressesRef } from '../../../domain/users/formerAddresses.ts';
import { checkPassword } from '../../../domain/users/passwordCheck.ts';
import {
  type ChangedPart,
  isOtherAddress,
  type RedirectionSettings,
  redirection,
  whyNotRedirected,
} from '../../../domain/users/redirection.ts';
import { type ErasedSettings, isErased, settingsRef, type UserSettings } from '../../../domain/users/settings.ts';
import { updateUser, type WishedNames, wishedNames } from '../../../domain/users/update.ts';
import { type User, userRef } from '../../../domain/users/user.ts';
import type { Loaded } from '../../../lib/commit/commit.ts';
import { type Command, notFound, problem } from '../../../lib/http/action.ts';
import type { Ref } from '../../../lib/store/store.ts';
import type { Update } from './accountSchemas.ts';
import { alreadyTaken, obstacle } from './refusals.ts';
import { changedAnswer } from './view.ts';

type Known = {
  user: Ref<User>;
  settings: Ref<UserSettings | ErasedSettings>;
  former: Ref<FormerAddresses>;
} & WishedNames;

export const update: Command<Update, Checked | undefined, Known, RedirectionSettings> = {
  prepare: async ({ path, body }, look, context) =>
    body.password === undefined ? undefined : await checkPassword(path['id'] ?? '', body.password, look, context),
  load: ({ path: { id = '' }, body }, context) => ({
    user: userRef(id),
    settings: settingsRef(id),
    former: formerAddressesRef(id),
    ...wishedNames(body, context),
  }),
  decide: ({ request, prepared: checked, loaded }, context) => {
    const userId = request.path['id'] ?? '';
    const { user } = loaded;
    if (!user) return notFound('user');
    const inTheWay = obstacle(request, user);
    if (inTheWay) return problem(inTheWay);
    const updated = updateUser({ userId, user }, request.body, loaded, context);
    const changed = 'taken' in updated ? [] : changedParts(loaded, updated.user);
    const isWished = isOtherAddress(user.email, request.body.email ?? user.email);
    const refusal = whyNotRedirected({ by: request.principal, checked, user }, isWished, context);
    if (refusal) return problem(refusal);
    if ('taken' in updated) return problem(alreadyTaken(updated.taken));
    const { commit } = updated;
    if (!commit) return changedAnswer(userId, updated);
    const told = redirection({ userId, changed, left: user.email, former: loaded.former }, context);
    const writes = [...commit.writes, ...told.writes];
    return changedAnswer(userId, {
      ...updated,
      commit: { ...commit, writes, events: [...commit.events, ...told.events] },
    });
  },
};

/** An address that was chosen as the contact stays where it is. */
function changedParts({ user, settings }: Loaded<Known>, next: User): ChangedPart[] {
  if (!isOtherAddress(user?.email, next.email)) return [];
  const chosen = isErased(settings) ? undefined : settings;
  return isOtherAddress(addressOf(chosen, user), addressOf(chosen, next)) ? ['login_email', 'email'] : ['login_email'];
}

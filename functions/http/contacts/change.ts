/** `PUT /api/v1/users/{id}/contact` */
import { whyBarred } from '../../../domain/users/barred.ts';
import { addressOf, contactRefs, type KnownContact } from '../../../domain/users/contact.ts';
import { changeContact, replaceSettings, settingsNow } from '../../../domain/users/contactChange.ts';
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
import type { UserSettings } from '../../../domain/users/settings.ts';
import type { User } from '../../../domain/users/user.ts';
import { commit } from '../../../lib/commit/commit.ts';
import { answer, type Command, notFound, problem, tagged } from '../../../lib/http/action.ts';
import { mayChange, versionMismatch } from '../../../lib/http/versions.ts';
import type { Ref } from '../../../lib/store/store.ts';
import { newSigningSecret } from '../../../lib/webhook/signingSecret.ts';
import type { ToldContact } from './schemas.ts';
import { contactTag, contactView } from './view.ts';

interface Prepared {
  secret: string;
  checked: Checked | undefined;
}

type Known = KnownContact & { former: Ref<FormerAddresses> };

export const change: Command<ToldContact, Prepared, Known, RedirectionSettings> = {
  prepare: async ({ path: { id = '' }, body: { password } }, look, context) => ({
    secret: newSigningSecret(),
    checked: password === undefined ? undefined : await checkPassword(id, password, look, context),
  }),
  load: ({ path: { id = '' } }) => ({ ...contactRefs(id), former: formerAddressesRef(id) }),
  decide: ({ request, prepared: { secret, checked }, loaded }, context) => {
    const userId = request.path['id'] ?? '';
    const { user, former } = loaded;
    const now = settingsNow(userId, loaded);
    if (!now) return notFound('user');
    const barred = whyBarred(user, request.principal);
    if (barred) return problem(barred);
    if (!mayChange(request, now.version)) return problem(versionMismatch(now.version));
    const { webhook_url: webhookUrl, ...rest } = request.body;
    const next = changeContact(now, { webhookUrl, ...rest }, user?.locale ?? 'en', secret);
    const changed = changedParts(now, next, user);
    const refusal = whyNotRedirected({ by: request.principal, checked, user }, changed.length > 0, context);
    if (refusal) return problem(refusal);
    const shown = {
      ...contactView(userId, next, user),
      ...(next.webhookSecret === secret && { webhook_secret: secret }),
    };
    const left = changed.includes('email') ? addressOf(now, user) : undefined;
    const { writes, events } = redirection({ userId, changed, left, former }, context);
    const planned = next === now ? undefined : commit({ writes: [replaceSettings(next), ...writes], events });
    return tagged(contactTag(next, user), answer(200, shown, planned));
  },
};

function changedParts(now: UserSettings, next: UserSettings, user: User | undefined): ChangedPart[] {
  const isChanged = {
    email: isOtherAddress(addressOf(now, user), addressOf(next, user)),
    phone: now.phone !== next.phone,
    webhook: now.webhookUrl !== next.webhookUrl,
  };
  return (['email', 'phone', 'webhook'] as const).filter((part) => isChanged[part]);
}

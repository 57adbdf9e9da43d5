/** `PUT /api/v1/users/{id}/contact` */
import { whyBarred } from '../../../domain/users/barred.ts';
import { contactRefs, type KnownContact } from '../../../domain/users/contact.ts';
import { changeContact, replaceSettings, settingsNow } from '../../../domain/users/contactChange.ts';
import { commit } from '../../../lib/commit/commit.ts';
import { answer, type Command, notFound, problem, tagged } from '../../../lib/http/action.ts';
import { mayChange, versionMismatch } from '../../../lib/http/versions.ts';
import { newSigningSecret } from '../../../lib/webhook/signingSecret.ts';
import type { ToldContact } from './schemas.ts';
import { contactTag, contactView } from './view.ts';

export const change: Command<ToldContact, string, KnownContact> = {
  prepare: async () => newSigningSecret(),
  load: ({ path }) => contactRefs(path['id'] ?? ''),
  decide: ({ request, prepared, loaded }) => {
    const userId = request.path['id'] ?? '';
    const now = settingsNow(userId, loaded);
    if (!now) return notFound('user');
    const barred = whyBarred(loaded.user, request.principal);
    if (barred) return problem(barred);
    if (!mayChange(request, now.version)) return problem(versionMismatch(now.version));
    const { webhook_url: webhookUrl, ...rest } = request.body;
    const next = changeContact(now, { webhookUrl, ...rest }, loaded.user?.locale ?? 'en', prepared);
    const isNewSecret = next.webhookSecret === prepared;
    const shown = {
      ...contactView(userId, next, loaded.user),
      ...(isNewSecret && { webhook_secret: prepared }),
    };
    const changed = next === now ? undefined : commit({ writes: [replaceSettings(next)] });
    return tagged(contactTag(next, loaded.user), answer(200, shown, changed));
  },
};

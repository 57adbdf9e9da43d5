/** `GET /api/v1/users/{id}/contact` */
import { contactRefs, type KnownContact } from '../../../domain/users/contact.ts';
import { settingsNow } from '../../../domain/users/contactChange.ts';
import { byName, type Loaded } from '../../../lib/commit/commit.ts';
import { answer, notFound, type Query, tagged } from '../../../lib/http/action.ts';
import { contactTag, contactView } from './view.ts';

export const show: Query = {
  find: async ({ request: { path }, store }) => {
    const userId = path['id'] ?? '';
    const refs = contactRefs(userId);
    const known = byName(refs, await store.read(Object.values(refs))) as Loaded<KnownContact>;
    const now = settingsNow(userId, known);
    if (!now) return notFound('user');
    return tagged(contactTag(now, known.user), answer(200, contactView(userId, now, known.user)));
  },
};

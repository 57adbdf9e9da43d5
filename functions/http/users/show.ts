/** `GET /api/v1/users/{id}`: the view that events built, and nothing else. */
import { type ShownUser, shownUser } from '../../../domain/users/shownUser.ts';
import { type UserView, viewRefs } from '../../../domain/users/view.ts';
import { answer, later, notFound, type Query, tagged } from '../../../lib/http/action.ts';
import { checkQuery } from '../../../lib/http/query.ts';
import { etagOf } from '../../../lib/http/versions.ts';
import { showQuery } from './schemas.ts';

export const show: Query = {
  find: async ({ request: { path, query }, store }) => {
    const { id = '' } = path;
    const { min_version: wanted = 0 } = checkQuery(showQuery, query);
    const [found] = await store.read([viewRefs(id).view]);
    const view = found as UserView | undefined;
    if (view?.deleted) return notFound('user');
    if ((view?.version ?? 0) < wanted) return later(viewBehind(wanted));
    if (!view) return notFound('user');
    const shown = shownUser(view);
    return tagged(etagOf(shown.version, shown.beside), answer(200, publicView(id, shown)));
  },
};

function publicView(id: string, { fields, version, lastLoginAt }: ShownUser) {
  return { id, ...fields, version, ...(lastLoginAt !== undefined && { last_login_at: lastLoginAt }) };
}

function viewBehind(wanted: number) {
  return {
    status: 409,
    code: 'VIEW_BEHIND',
    title: 'Not there yet',
    detail: `Version ${wanted} of this user has not come through yet. Ask again, or without min_version for what there is.`,
    retryAfterSeconds: 1,
  };
}

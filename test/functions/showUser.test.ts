import { describe, expect, test } from 'vitest';
import type { UserEvent } from '../../domain/users/userTelling.ts';
import { type UserView, updateView, userViews, viewRefs } from '../../domain/users/view.ts';
import { config } from '../../functions/consumers/updateUserView/config.ts';
import type { Connections } from '../../lib/connect/connect.ts';
import { openHttpApi } from '../fixtures/httpApi.ts';
import { bearer } from '../fixtures/tokens.ts';

const at = '2026-11-21T08:00:00.000Z';
const state = { user_id: '42', username: 'zoe', email: 'zoe@example.com', status: 'active', locale: 'en' };
const ours = { ...state, user_version: 3, created_at: at, field_times: {} };
const registered: UserEvent = { id: 'e-1', type: 'user.registered', timestamp: at, data: ours };
const shown = {
  id: '42',
  username: 'zoe',
  email: 'zoe@example.com',
  status: 'active',
  locale: 'en',
  version: 3,
  created_at: at,
};
const foreign = (data: object, type = 'user.updated', timestamp = '2026-11-21T09:00:00.000000001Z'): UserEvent => {
  return { id: 'f-1', type, timestamp, data: { user_id: '42', ...data } };
};

async function openUsers(change?: (connections: Connections) => Partial<Connections>) {
  const api = await openHttpApi({}, change);
  const { connections } = await api.platform.open()(config);
  const { store } = connections;
  return {
    ...api,
    store,
    tell: async (event: UserEvent) => {
      const [view, kept] = await store.read(Object.values(viewRefs('42')));
      const decided = updateView('42', event, { view, kept } as never, {
        writer: 'user.events-0',
        nowMs: Date.parse('2026-11-21T12:00:00.000Z'),
      });
      if (decided.kind === 'commit') await store.transact(decided.writes, crypto.randomUUID());
    },
    show: async (query = '', headers = {}) => {
      const who = await bearer(api.platform, 'user', '42');
      return await api.ask(`/api/v1/users/42${query}`, { headers: { ...who, ...headers } });
    },
  };
}

describe('GET /api/v1/users/{id}', () => {
  test('shows what our events told, under its version', async () => {
    const { tell, show } = await openUsers();
    await tell(registered);
    const { status, body, headers } = await show();
    expect([status, headers.get('etag'), body]).toEqual([200, '"3"', shown]);
  });

  test('shows foreign fields where they are later, and then the tag is another one', async () => {
    const { tell, show } = await openUsers();
    await tell(registered);
    await tell(foreign({ username: 'bo', profile: { city: 'Bern' } }));
    await tell(foreign({ locale: 'zh-CN' }, 'user.updated', '2026-11-21T07:59:59.999Z'));
    const { body, headers } = await show();
    expect(body).toEqual({ ...shown, username: 'bo', profile: { city: 'Bern' } });
    const tag = headers.get('etag') ?? '';
    expect(tag).toMatch(/^"3-[\w-]{12}"$/);
    await tell(foreign({ email: 'bo@example.com' }));
    expect((await show()).headers.get('etag')).not.toBe(tag);
  });

  test('shows the last log-in, and its time makes another tag, for the answer is another one', async () => {
    const { tell, show } = await openUsers();
    await tell(registered);
    await tell({ ...registered, id: 'e-2', type: 'user.logged_in', timestamp: '2026-11-21T10:00:00.000Z' });
    const { body, headers } = await show();
    expect(body).toEqual({ ...shown, last_login_at: '2026-11-21T10:00:00.000Z' });
    expect(headers.get('etag')).toMatch(/^"3-[\w-]{12}"$/);
  });

  test('of a user whom only others told of shows what they told, at version 0', async () => {
    const { tell, show } = await openUsers();
    await tell(foreign({ username: 'bo', created_at: '2026-11-21T16:00:00.5+08:00' }));
    const { status, body } = await show();
    expect([status, body]).toEqual([
      200,
      { id: '42', username: 'bo', version: 0, created_at: '2026-11-21T08:00:00.500Z' },
    ]);
  });

  test('is 304 for whoever knows that version', async () => {
    const { tell, show } = await openUsers();
    await tell(registered);
    const { status, text, headers } = await show('', { 'if-none-match': '"3"' });
    expect([status, text, headers.get('etag')]).toEqual([304, '', '"3"']);
    expect((await show('', { 'if-none-match': '"2"' })).status).toBe(200);
  });

  test('of a deleted user and of nobody is 404', async () => {
    const { tell, show } = await openUsers();
    expect((await show()).status).toBe(404);
    await tell(registered);
    await tell(foreign({}, 'user.deleted'));
    const { status, body } = await show('?min_version=9');
    expect([status, body['code']]).toEqual([404, 'NOT_FOUND']);
  });

  test.each(['x', '-1', '1.5'])('with min_version=%s is refused', async (version) => {
    const { show } = await openUsers();
    const { status, body } = await show(`?min_version=${version}`);
    expect([status, body['code'], body['errors']]).toMatchObject([400, 'INVALID_QUERY', [{ path: 'min_version' }]]);
  });
});

describe('whoever has just written', () => {
  /** The clock moves with every look at a view; at the given look something happens before it. */
  async function openMoving(happening: { look: number; event?: UserEvent }) {
    const looks: number[] = [];
    const users = await openUsers(({ store }) => ({
      store: {
        ...store,
        read: async (refs) => {
          if (refs.every(({ table }) => table.name !== userViews.name)) return await store.read(refs);
          users.platform.clock.nowMs += 300;
          looks.push(users.platform.clock.nowMs);
          if (looks.length === happening.look && happening.event) await users.tell(happening.event);
          return await store.read(refs);
        },
      },
    }));
    return { ...users, looks };
  }

  test('waits for their version, also when there is no view yet', async () => {
    const { show, looks } = await openMoving({ look: 3, event: registered });
    const { status, body } = await show('?min_version=3');
    expect([status, body['version'], looks.length]).toEqual([200, 3, 3]);
  });

  test('is told after two seconds to ask again', async () => {
    const { show, looks, store } = await openMoving({ look: 1, event: registered });
    const { status, body, headers } = await show('?min_version=4');
    expect([status, body['code'], headers.get('retry-after')]).toEqual([409, 'VIEW_BEHIND', '1']);
    expect(looks.length).toBe(7);
    const [view] = await store.read([viewRefs('42').view]);
    expect((view as UserView).version).toBe(3);
  });
});

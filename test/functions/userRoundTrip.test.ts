import { expect, test } from 'vitest';
import { users } from '../../domain/users/user.ts';
import { viewRefs } from '../../domain/users/view.ts';
import { config } from '../../functions/consumers/updateUserView/config.ts';
import { updateUserView } from '../../functions/consumers/updateUserView/updateUserView.ts';
import { consumer } from '../../lib/consumer/constructors.ts';
import { alike } from '../../lib/decisions/decider.ts';
import { table } from '../../lib/declare/uses.ts';
import { remove } from '../../lib/store/store.ts';
import { rebuildTables, rebuildUserViews } from '../../ops/rebuildUserViews.ts';
import { openHttpApi } from '../fixtures/httpApi.ts';

test('what HTTP writes comes back by the events on all topics, by a rebuild the same, and is gone with the user', async () => {
  const { platform, ask } = await openHttpApi();
  const { connections } = await platform.open()({ ...config, uses: rebuildTables.map(table) });
  const { store } = connections;
  const handler = consumer(config, alike(config.events, updateUserView), { open: platform.open() });
  const comeThrough = async () => {
    for (const { name } of config.topics) await platform.invoke(handler, (await platform.onTopic(name)).toReversed());
  };

  const password = 'correct horse battery';
  const zoe = { username: 'zoe', email: 'zoe@example.com', password };
  const { body } = await ask('/api/v1/users/register', { body: zoe });
  const { id } = body['user'] as { id: string };
  const headers = { authorization: `Bearer ${body['token']}` };
  const path = `/api/v1/users/${id}`;
  const changed = await ask(path, { method: 'PATCH', headers, body: { username: 'Zoë', profile: { city: 'Bern' } } });
  expect(changed.headers.get('etag')).toBe('"2"');
  expect((await ask(path, { headers })).status).toBe(404);
  await comeThrough();
  const shown = await ask(`${path}?min_version=2`, { headers });
  expect([shown.status, shown.headers.get('etag'), shown.body]).toEqual([
    200,
    '"2"',
    {
      id,
      username: 'Zoë',
      email: 'zoe@example.com',
      status: 'active',
      locale: 'en',
      profile: { city: 'Bern' },
      version: 2,
      created_at: '2026-11-21T08:00:00.000Z',
    },
  ]);

  const { view, kept } = viewRefs(id);
  const built = await store.read([view, kept]);
  await store.transact([remove(view)], 'drop');
  await rebuildUserViews(store, { lists: 0, users: 0, rebuilt: 0, right: 0, left: 0 });
  expect(await store.read([view, kept])).toEqual(built);

  expect((await ask(path, { method: 'DELETE', headers, body: { password } })).status).toBe(204);
  await comeThrough();
  expect((await ask(path, { headers })).status).toBe(404);
  expect(JSON.stringify(await store.read([view, kept]))).not.toMatch(/\bzoe\b|zoë|Bern/i);
  expect(await store.read([{ table: users, pk: view.pk, sk: view.sk }])).toEqual([undefined]);
});

import { expect, it } from 'vitest';
import * as z from 'zod';
import { objects, reads } from '../../../lib/declare/uses.ts';
import { answer, type Query } from '../../../lib/http/action.ts';
import { api } from '../../../lib/http/api.ts';
import { httpConfig } from '../../../lib/http/config.ts';
import { put, ref } from '../../../lib/store/store.ts';
import { call } from '../../fixtures/gateway.ts';
import { totals } from '../../fixtures/orders.ts';
import { openPlatform } from '../../fixtures/platform.ts';

const config = httpConfig({
  name: 'things',
  routes: [
    {
      method: 'GET',
      path: '/things/{id}',
      action: 'show',
      access: 'open',
      summary: 'A thing.',
      answers: { 200: z.unknown() },
    },
  ],
  uses: [reads(totals), objects],
});

const show: Query = {
  find: async ({ request, store, objects, tokens }) => {
    const id = request.path['id'] ?? '';
    const [total] = await store.read([ref(totals, id)]);
    const picture = await objects.get(`totals/${id}`);
    return answer(200, { total, picture: picture && Buffer.from(picture).toString(), keys: await tokens.publicKeys() });
  },
};

it('a query gets the request, and where to look: store, objects, tokens', async () => {
  const platform = await openPlatform([config]);
  const { connections } = await platform.open()({ name: 'given', uses: [{ kind: 'table', table: totals }, objects] });
  await connections.store.transact([put(totals, { pk: 'a', sk: '-', amount: 7 })], 'given');
  await connections.objects.put('totals/a', Buffer.from('a picture'));
  const open = platform.open(() => ({ tokens: { publicKeys: async () => [] } as never }));
  expect(
    await call(api(config, { show }, open), { method: 'GET', path: '/things/a', pathParameters: { id: 'a' } }),
  ).toMatchObject({
    status: 200,
    body: { total: { pk: 'a', sk: '-', amount: 7 }, picture: 'a picture', keys: [] },
  });
});

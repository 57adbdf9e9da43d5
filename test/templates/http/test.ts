import { expect, it } from 'vitest';
import { counters, countOne } from '../../../domain/analytics/counters.ts';
import { table } from '../../../lib/declare/uses.ts';
import { api } from '../../../lib/http/api.ts';
import { call } from '../../fixtures/gateway.ts';
import { openPlatform } from '../../fixtures/platform.ts';
import { bearer } from '../../fixtures/tokens.ts';
import { config } from './config.ts';
import { show } from './show.ts';

it('templateName shows admins, and nobody else, the counts of some days', async () => {
  const platform = await openPlatform([config]);
  const { store } = (await platform.open()({ name: 'given', uses: [table(counters)] })).connections;
  const counted = [
    countOne('logins', '2026-11-20', 'a'),
    countOne('logins', '2026-11-21', 'a'),
    countOne('logins', '2026-11-21', 'b'),
  ];
  await store.transact(counted, 'given');
  const handler = api(config, { show }, platform.open());
  const asked = {
    method: 'GET',
    path: '/api/v1/templateName/logins',
    pathParameters: { counter: 'logins' },
    query: { from: '2026-11-20', to: '2026-11-21' },
  };
  expect((await call(handler, asked)).status).toBe(401);
  const headers = await bearer(platform, 'admin');
  expect(await call(handler, { ...asked, headers })).toMatchObject({
    status: 200,
    body: {
      counter: 'logins',
      days: [
        { day: '2026-11-20', count: 1 },
        { day: '2026-11-21', count: 2 },
      ],
    },
  });
  expect((await call(handler, { ...asked, headers, query: { from: 'yesterday' } })).status).toBe(400);
});

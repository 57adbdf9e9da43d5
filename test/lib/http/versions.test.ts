import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { table } from '../../../lib/declare/uses.ts';
import { answer, type Command, later, notFound, problem, tagged } from '../../../lib/http/action.ts';
import { api } from '../../../lib/http/api.ts';
import { httpConfig } from '../../../lib/http/config.ts';
import { etagOf, mayChange, versionMismatch } from '../../../lib/http/versions.ts';
import { defineTable, ref } from '../../../lib/store/store.ts';
import { type Call, call } from '../../fixtures/gateway.ts';
import { openPlatform } from '../../fixtures/platform.ts';

const things = defineTable({ name: 'things' });

const shared = { access: 'open', summary: 'A thing.', path: '/things/{id}' } as const;
const thing = z.object({ version: z.int() });

const config = httpConfig({
  name: 'things',
  routes: [
    { ...shared, method: 'GET', action: 'show', answers: { 200: thing }, versioned: true },
    { ...shared, method: 'PUT', action: 'change', answers: { 200: thing }, versioned: true },
    {
      ...shared,
      method: 'DELETE',
      action: 'remove',
      body: z.object({ why: z.string() }).optional(),
      answers: { 204: z.undefined() },
    },
    { ...shared, method: 'POST', action: 'look', answers: { 200: z.unknown() } },
  ],
  uses: [table(things)],
});

const change: Command = {
  decide: ({ request }) =>
    mayChange(request, 3) ? tagged(etagOf(4), answer(200, { version: 4 })) : problem(versionMismatch(3)),
};
const remove: Command<{ why: string } | undefined> = {
  decide: ({ request }) => (request.body?.why === 'no' ? notFound('thing') : answer(204, undefined)),
};
const look: Command<unknown, unknown> = {
  prepare: async ({ address, headers }, lookAt) => [address, headers['x-a'], await lookAt({ one: ref(things, 'a') })],
  decide: ({ prepared }) => answer(200, prepared),
};
const shown = () => tagged(etagOf(3), answer(200, { version: 3 }));

async function openThings(find: () => ReturnType<typeof answer> = shown) {
  const platform = await openPlatform([config]);
  const handler = api(config, { show: { find: async () => find() }, change, remove, look }, platform.open());
  const ask = (request: Partial<Call>) => call(handler, { path: '/things/a', pathParameters: { id: 'a' }, ...request });
  return { platform, ask };
}

describe('a versioned answer', () => {
  test.each([
    [undefined, 200],
    ['"3"', 304],
    ['W/"3"', 304],
    ['"2", "3"', 304],
    ['*', 304],
    ['"4"', 200],
    ['3', 200],
  ])('to If-None-Match %s is %i, with its ETag', async (known, status) => {
    const { ask } = await openThings();
    const given = await ask({ method: 'GET', headers: known === undefined ? {} : { 'if-none-match': known } });
    expect([given.status, given.headers['etag'], given.text === '']).toEqual([status, '"3"', status === 304]);
  });

  test.each([
    [undefined, 200],
    ['*', 200],
    ['"3"', 200],
    ['"3-k2v9"', 200],
    ['"1", "3"', 200],
    ['"2"', 412],
    ['"33"', 412],
    ['W/"3"', 412],
    ['W/"1"', 412],
    ['"x"', 412],
    ['""', 412],
    ['"3,"', 412],
    ['"a,b", "3"', 200],
    ['W/"3", "3"', 200],
    [' "2" ,, "3" ', 200],
    ['"\u00fc"', 412],
    ['3', 400],
    ['"3', 400],
    ['"3" 4', 400],
    ['w/"3"', 400],
    ['', 400],
    [',', 400],
  ])('is changed under If-Match %s: %i', async (tag, status) => {
    const { ask } = await openThings();
    expect((await ask({ method: 'PUT', headers: tag === undefined ? {} : { 'if-match': tag } })).status).toBe(status);
  });
});

describe('a body that may be left out', () => {
  test.each([
    ['no body', {}, 204],
    ['an empty one', { body: '' }, 204],
    ['one that fits', { body: { why: 'yes' } }, 204],
    ['one that does not', { body: { why: 5 } }, 400],
    ['one that is not JSON', { body: '{' }, 400],
    ['one of another type', { body: 'why=yes', headers: { 'content-type': 'text/plain' } }, 415],
  ])('%s', async (_, request, status) => {
    const { ask } = await openThings();
    const given = await ask({ method: 'DELETE', ...request });
    expect([given.status, given.text === '', given.headers['content-type']]).toEqual([
      status,
      status === 204,
      status === 204 ? undefined : 'application/problem+json',
    ]);
  });
});

test('what is not there yet is asked for again, for two seconds at most', async () => {
  const behind = { status: 503, code: 'BEHIND', title: 'Behind', detail: 'Not yet.' };
  let times = 0;
  const soon = await openThings(() => (++times < 4 ? later(behind) : answer(200, { version: 3 })));
  expect([(await soon.ask({ method: 'GET' })).status, soon.platform.sleeps]).toEqual([200, [10, 20, 40]]);
});

test('slow work may look at items, and knows where the request comes from', async () => {
  const { ask } = await openThings();
  const { body } = await ask({ headers: { 'x-a': '1' } });
  expect(body).toEqual(['127.0.0.1', '1', {}]);
});

/** Events as AWS, an emulator or a hand writes them, and which action answers each. */
import { describe, expect, test } from 'vitest';
import { eventOf, givenThings, staged, type Told } from './givenThings.ts';

describe('the route that the gateway chose answers', () => {
  const show = 'GET /v1/things/{id}';
  const yearly = 'GET /v1/{kind}/{id}/of/{year}';

  test.each([
    [
      'an id with a slash',
      eventOf(show, '/v1/things/1/contact', { pathParameters: { id: '1/contact' } }),
      { id: '1/contact' },
    ],
    [
      'an id like another route',
      eventOf(show, '/v1/things/newest', { pathParameters: { id: 'newest' } }),
      { id: 'newest' },
    ],
    [
      'an id with a percent sign',
      eventOf(show, '/v1/things/a%252F', { pathParameters: { id: 'a%2F' } }),
      { id: 'a%2F' },
    ],
    ['an id that is no encoding', eventOf(show, '/v1/things/100%', { pathParameters: { id: '100%' } }), { id: '100%' }],
    ['no parameters told', eventOf(show, '/v1/things/7', { pathParameters: null }), { id: '7' }],
    ['none at all', eventOf(show, '/v1/things/7'), { id: '7' }],
    [
      'some of them null',
      eventOf(yearly, '/v1/a/b/of/c', { pathParameters: { kind: 'A', id: null } }),
      { kind: 'A', id: 'b', year: 'c' },
    ],
    [
      'none, and an encoded path',
      eventOf(show, '/v1/things/a%2Fb%20%C3%AB', { pathParameters: null }),
      { id: 'a/b ë' },
    ],
    ['none, and an id encoded twice', eventOf(show, '/v1/things/a%252Fb', { pathParameters: null }), { id: 'a%2Fb' }],
    ['none, and a stage', staged(show, '/prod/v1/things/7', 'prod', { pathParameters: null }), { id: '7' }],
    [
      'none, and a stage like the path',
      staged(yearly, '/v1/v1/x/of/of/7', 'v1', { pathParameters: null }),
      { kind: 'x', id: 'of', year: '7' },
    ],
    ['none, and a stage behind a domain', staged(show, '/v1/things/7', 'v1', { pathParameters: null }), { id: '7' }],
  ])('%s', async (_what, event, path) => {
    const { status, told } = await (await givenThings())(event);
    expect([status, told['action'], told['path']]).toEqual([200, path && 'year' in path ? 'yearly' : 'show', path]);
  });

  test('with a stage of any name', async () => {
    const given = { pathParameters: { id: '7' } };
    const ask = await givenThings();
    for (const stage of ['prod', 'v1', 'things', '$default']) {
      const { told } = await ask(staged(show, `/${stage}/v1/things/7`, stage, given));
      expect([told['action'], told['path']]).toEqual(['show', { id: '7' }]);
    }
  });

  test.each([
    [
      'no key of ours, and a method that has no such path',
      eventOf('PATCH /v1/things/{id}', '/v1/things/7'),
      404,
      'NO_SUCH_ROUTE',
    ],
    ['a path that is not the route’s', eventOf(show, '/v1/things', { pathParameters: null }), 404, 'NO_SUCH_ROUTE'],
    ['a broken encoding', eventOf(show, '/v1/things/%E0%A4%A', { pathParameters: null }), 400, 'INVALID_VALUE'],
    [
      'a broken encoding without a key',
      eventOf('$default', '/v1/things/%', { pathParameters: null }),
      404,
      'NO_SUCH_ROUTE',
    ],
  ])('%s is refused', async (_what, event, status, code) => {
    const answered = await (await givenThings())(event);
    expect([answered.status, answered.told['code']]).toEqual([status, code]);
  });
});

describe('where the gateway has but one route for all, the path decides', () => {
  const all = (rawPath: string, more: Told = {}) => {
    const event = eventOf('$default', rawPath, more);
    const requestContext = event['requestContext'] as Told;
    return { ...event, requestContext: { ...requestContext, http: { method: 'GET', path: rawPath, sourceIp: '::1' } } };
  };

  test.each([
    ['/v1/things/7', 'show', { id: '7' }],
    ['/v1/things/7/', 'show', { id: '7' }],
    ['/v1/things/a%2Fcontact', 'show', { id: 'a/contact' }],
    ['/v1/things/7/contact', 'contact', { id: '7' }],
    ['/v1/things/newest', 'newest', {}],
    ['/v1/things/new%65st', 'show', { id: 'newest' }],
  ])('%s', async (path, action, parameters) => {
    const { told } = await (await givenThings())(all(path));
    expect([told['action'], told['path']]).toEqual([action, parameters]);
  });

  test.each([
    ['/v1/things/%', 400, 'INVALID_VALUE'],
    ['/v1/things/%FF', 400, 'INVALID_VALUE'],
    ['/v1/things//contact', 404, 'NO_SUCH_ROUTE'],
    ['/v2/things/7', 404, 'NO_SUCH_ROUTE'],
    ['/', 404, 'NO_SUCH_ROUTE'],
  ])('%s is refused', async (path, status, code) => {
    const answered = await (await givenThings())(all(path));
    expect([answered.status, answered.told['code']]).toEqual([status, code]);
  });
});

test('what may be null or missing is empty', async () => {
  const ask = await givenThings();
  const nothing = { pathParameters: null, queryStringParameters: null, headers: null, cookies: null, body: null };
  const expected = { action: 'show', path: { id: '7' }, query: {}, address: '192.0.2.1' };
  expect((await ask(eventOf('GET /v1/things/{id}', '/v1/things/7', nothing))).told).toEqual(expected);
  const { headers: _headers, ...without } = eventOf('GET /v1/things/{id}', '/v1/things/7');
  expect((await ask(without)).told).toEqual(expected);
  const removed = await ask(eventOf('DELETE /v1/things/{id}', '/v1/things/7', nothing));
  expect([removed.status, removed.told['action']]).toEqual([200, 'remove']);
  const posted = await ask(eventOf('POST /v1/things/{id}', '/v1/things/7', nothing));
  expect([posted.status, posted.told['code']]).toEqual([415, 'NOT_JSON']);
});

test('an event with no context is told by its route key', async () => {
  const event = { version: '2.0', routeKey: 'GET /v1/things/{id}', rawPath: '/v1/things/7', headers: {} };
  expect((await (await givenThings())(event)).told).toEqual({
    action: 'show',
    path: { id: '7' },
    query: {},
    address: '',
  });
});

test('names of headers count in any case', async () => {
  const event = eventOf('GET /v1/things/{id}', '/v1/things/7', { headers: { 'User-Agent': 'me' } });
  expect((await (await givenThings())(event)).told['agent']).toBe('me');
});

import { describe, expect, it, vi } from 'vitest';
import { httpConfig } from '../../../lib/http/config.ts';
import { createLog } from '../../../lib/observability/log.ts';
import { startGateway } from '../../../local/gateway/gateway.ts';
import { invoke } from '../../../local/invoke.ts';
import { type Answer, givenGateway } from './givenGateway.ts';

describe('an answer', () => {
  const ask = async (answer: unknown) => await fetch(`${await givenGateway(() => answer)}/things`, { method: 'POST' });

  it('is sent as the function shaped it', async () => {
    const response = await ask({
      statusCode: 418,
      headers: { 'X-One': 1, 'content-type': 'text/css' },
      cookies: ['a=1; HttpOnly', 'b=2'],
      body: 'AP8=',
      isBase64Encoded: true,
    });
    expect(response.status).toBe(418);
    expect(response.headers.get('x-one')).toBe('1');
    expect(response.headers.get('content-type')).toBe('text/css');
    expect(response.headers.getSetCookie()).toEqual(['a=1; HttpOnly', 'b=2']);
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([0, 255]);
  });

  it('is told in the log with its request id and its trace', async () => {
    const lines: string[] = [];
    const headers = { 'x-request-id': 'r-1', traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' };
    const url = await givenGateway(() => ({ statusCode: 204, headers }), 5_000, lines);
    await fetch(`${url}/things`, { method: 'POST' });
    await vi.waitFor(() => expect(lines).toHaveLength(1));
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      message: 'request.answered',
      status: 204,
      requestId: 'r-1',
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
    });
  });

  it.each([
    ['an object', { message: 'hello' }, '{"message":"hello"}'],
    ['a string', 'hello', 'hello'],
    ['nothing', undefined, 'null'],
  ])('of %s without a status is a 200 in JSON', async (_what, answer, body) => {
    const response = await ask(answer);
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
      200,
      'application/json',
      body,
    ]);
  });

  it.each([
    ['a body that is no string', { statusCode: 200, body: { a: 1 } }],
    ['a status that is none', { statusCode: 'fine' }],
    ['a header that can not be sent', { statusCode: 200, headers: { a: 'one\ntwo' } }],
  ])('with %s is a 500', async (_what, answer) => {
    const response = await ask(answer);
    expect([response.status, await response.json()]).toEqual([500, { message: 'Internal Server Error' }]);
  });
});

describe('the gateway itself answers', () => {
  const refuse = async (path: string, init: RequestInit, answer: Answer = () => 'ok', timeoutMs = 5_000) => {
    const response = await fetch(`${await givenGateway(answer, timeoutMs)}${path}`, init);
    return [response.status, await response.json()];
  };
  const post = { method: 'POST' };

  it.each(['/nothing', '/things/', '/things/1'])('404 for %s, which no function declares', async (path) => {
    expect(await refuse(path, post)).toEqual([404, { message: 'Not Found' }]);
  });

  it('404 for another method', async () => {
    expect(await refuse('/things', { method: 'PUT' })).toEqual([404, { message: 'Not Found' }]);
  });

  it('400 for a path that is no text', async () => {
    expect(await refuse('/%ff', post)).toEqual([400, { message: 'Bad Request' }]);
  });

  it('413 for more than 10 MB', async () => {
    const body = Buffer.alloc(10 * 1024 * 1024 + 1);
    expect(await refuse('/things', { ...post, body })).toEqual([413, { message: 'Request Entity Too Large' }]);
  });

  it('413 for less than that, where Lambda takes no more: base64 makes 5 MB of bytes too many', async () => {
    const init = { ...post, headers: { 'content-type': 'application/octet-stream' } };
    const small = { ...init, body: Buffer.alloc(4_700_000) };
    expect(await refuse('/things', small, () => ({ taken: true }))).toEqual([200, { taken: true }]);
    const large = { ...init, body: Buffer.alloc(4_720_000) };
    expect(await refuse('/things', large)).toEqual([413, { message: 'Request Entity Too Large' }]);
  });

  it('500 for an answer of more than 6 MB', async () => {
    const answerOf = (length: number) => () => ({ statusCode: 200, body: JSON.stringify('x'.repeat(length)) });
    expect((await refuse('/things', post, answerOf(6_291_000)))[0]).toBe(200);
    expect(await refuse('/things', post, answerOf(6_292_000))).toEqual([500, { message: 'Internal Server Error' }]);
  });

  it('500 for a function that throws', async () => {
    const broken = () => {
      throw new Error('inside');
    };
    expect(await refuse('/things', post, broken)).toEqual([500, { message: 'Internal Server Error' }]);
  });

  it('504 for a function that takes too long', async () => {
    const never = () => new Promise(() => undefined);
    expect(await refuse('/things', post, never, 30)).toEqual([504, { message: 'Gateway Timeout' }]);
  });
});

it('refuses two functions with one route', async () => {
  const any = { action: 'any', summary: '', access: 'open', answers: {} } as const;
  const config = (name: string) =>
    httpConfig({ name, routes: [{ ...any, method: 'GET', path: `/a/{${name}}` }], uses: [] });
  const functions = ['one', 'two'].map((name) => ({ config: config(name), load: async () => () => null }));
  const options = { functions, invoke, log: createLog({ level: 'silent', format: 'json', now: Date.now }) };
  await expect(startGateway({ host: '127.0.0.1', port: 0, option: '' }, options)).rejects.toThrow(
    'one and two both declare GET /a/{}; a route belongs to one function',
  );
});

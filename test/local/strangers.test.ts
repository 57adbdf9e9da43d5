/** A web page in a developer's browser may ask nothing of the stack's servers, unless the server itself served it. */
import { request } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { listen } from '../../local/server.ts';
import type { Door } from '../../local/strangers.ts';
import { givenInspection } from './inspection/givenInspection.ts';

/** Status and code of the answer; 200 and undefined where the request is let in. */
async function knock(url: string, headers: Record<string, string>, { method = 'GET', path = '/', body = '' } = {}) {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number | undefined; text: string }>();
  const sent = request(`${url}${path}`, { method, headers: { host: new URL(url).host, ...headers } }, (response) => {
    let text = '';
    response.setEncoding('utf8').on('data', (part) => {
      text += part;
    });
    response.on('end', () => resolve({ status: response.statusCode, text }));
  });
  sent.on('error', reject).end(body);
  const { status, text } = await promise;
  return [status, text === '' ? undefined : JSON.parse(text).code] as const;
}

async function givenServer(more: Partial<Door> = {}): Promise<string> {
  const address = { host: '127.0.0.1', port: 0, option: '--api-port', ...more };
  const server = await listen(address, (_request, response) => void response.end());
  onTestFinished(() => server.close(0));
  return server.url;
}

it.each([
  '127.0.0.1',
  '127.0.0.1:1',
  '10.20.30.40:40080',
  '[::1]:40080',
  '[2001:db8::7]',
  'localhost',
  'LocalHost:40080',
  'console.localhost:40080',
])('Host %s is let in', async (host) => {
  expect(await knock(await givenServer(), { host })).toEqual([200, undefined]);
});

it.each([
  'attacker.example',
  'attacker.example:40080',
  'localhost.attacker.example',
  '127.0.0.1.attacker.example',
  'notlocalhost',
  'localhost:40080.attacker.example',
  'attacker.example#localhost',
  'user@localhost',
  '[attacker.example]',
  '[127.0.0.1]',
])('Host %s is refused, whoever asks and on every server', async (host) => {
  for (const crossOrigin of [undefined, true] as const) {
    const url = await givenServer(crossOrigin && { crossOrigin });
    expect(await knock(url, { host })).toEqual([421, 'FOREIGN_HOST']);
  }
});

it('the name that --host gives is a name of its own', async () => {
  const url = (await givenServer({ host: 'localhost' })).replace('127.0.0.1', 'localhost');
  expect(await knock(url, { host: 'LOCALHOST:7' })).toEqual([200, undefined]);
  expect(await knock(url, { host: 'devbox' })).toEqual([421, 'FOREIGN_HOST']);
});

it.each([
  { origin: 'https://attacker.example' },
  { origin: 'null' },
  { origin: 'http://localhost:3000' },
  { origin: 'http://127.0.0.1' },
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
  { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' },
  { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' },
])('a page with %j is refused, reading and writing', async (headers) => {
  const url = await givenServer();
  expect(await knock(url, headers)).toEqual([403, 'FOREIGN_ORIGIN']);
  expect(await knock(url, headers, { method: 'POST', body: '{}' })).toEqual([403, 'FOREIGN_ORIGIN']);
});

it('its own pages, typed addresses and followed links are let in; a form of another page is not', async () => {
  const url = await givenServer();
  const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
  expect(await knock(url, { origin: url, 'sec-fetch-site': 'same-origin' }, { method: 'POST' })).toEqual([
    200,
    undefined,
  ]);
  expect(await knock(url, { 'sec-fetch-site': 'none' })).toEqual([200, undefined]);
  expect(await knock(url, link)).toEqual([200, undefined]);
  expect(await knock(url, link, { method: 'POST' })).toEqual([403, 'FOREIGN_ORIGIN']);
});

it('a server whose browsers ask by CORS lets pages of other origins in', async () => {
  const url = await givenServer({ crossOrigin: true });
  expect(await knock(url, { origin: 'https://shop.example', 'sec-fetch-site': 'cross-site' })).toEqual([
    200,
    undefined,
  ]);
});

it.each([
  ['text/plain', 'NOT_JSON', 415],
  ['application/x-www-form-urlencoded', 'NOT_JSON', 415],
  ['multipart/form-data; boundary=a', 'NOT_JSON', 415],
  ['application/json; charset=iso-8859-1', 'NOT_JSON', 415],
  ['application/json, text/plain', 'NOT_JSON', 415],
  [undefined, 'NOT_JSON', 415],
])('publishes nothing that comes as %s', async (type, code, status) => {
  const { url, broker } = await givenInspection();
  const post = { method: 'POST', path: '/api/topics/orders/records', body: '{"value":1}' };
  expect(await knock(url, type === undefined ? {} : { 'content-type': type }, post)).toEqual([status, code]);
  expect(await broker.topics()).toEqual([{ name: 'orders', partitions: 3, records: 0 }]);
});

it('publishes nothing for a page of another origin, even as JSON', async () => {
  const { url, broker } = await givenInspection();
  const headers = { 'content-type': 'application/json', origin: 'https://attacker.example' };
  const post = { method: 'POST', path: '/api/topics/orders/records', body: '{"value":1}' };
  expect(await knock(url, headers, post)).toEqual([403, 'FOREIGN_ORIGIN']);
  expect(await broker.topics()).toEqual([{ name: 'orders', partitions: 3, records: 0 }]);
});

it('publishes what comes as JSON, also with a byte order mark and a charset', async () => {
  const { url, values } = await givenInspection();
  const post = { method: 'POST', path: '/api/topics/orders/records' };
  await knock(url, { 'content-type': 'application/json' }, { ...post, body: '{"value":"a"}' });
  await knock(url, { 'content-type': 'application/json ; charset=utf-8' }, { ...post, body: '\ufeff{"value":"b"}' });
  expect((await values('/api/topics/orders/records')).sort()).toEqual(['a', 'b']);
});

it('publishes no bytes that are not UTF-8', async () => {
  const { url, broker } = await givenInspection();
  const response = await fetch(`${url}/api/topics/orders/records`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: Buffer.from('{"value":"caf\xe9"}', 'latin1'),
  });
  expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([400, 'MALFORMED_BODY']);
  expect(await broker.topics()).toEqual([{ name: 'orders', partitions: 3, records: 0 }]);
});

import { request } from 'node:http';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { givenGateway } from './givenGateway.ts';

/** The event that a request becomes. */
async function eventOf(path: string, init: RequestInit = {}): Promise<APIGatewayProxyEventV2> {
  const url = await givenGateway((event) => event);
  const response = await fetch(`${url}${path}`, init);
  return (await response.json()) as APIGatewayProxyEventV2;
}

const json = { 'content-type': 'application/json' };

describe('a request', () => {
  it('becomes an event of payload 2.0', async () => {
    const event = await eventOf('/things?a=1&b=x%20y&a=2', {
      method: 'POST',
      headers: { ...json, 'user-agent': 'me', cookie: 'one=1; two=2' },
      body: '{"ë":1}',
    });
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'POST /things',
      rawPath: '/things',
      rawQueryString: 'a=1&b=x%20y&a=2',
      queryStringParameters: { a: '1,2', b: 'x y' },
      cookies: ['one=1', 'two=2'],
      body: '{"ë":1}',
      isBase64Encoded: false,
      requestContext: {
        domainName: '127.0.0.1',
        http: { method: 'POST', path: '/things', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'me' },
        routeKey: 'POST /things',
        stage: '$default',
      },
    });
    expect(event.headers['content-type']).toBe('application/json');
    expect(event.headers).not.toHaveProperty('cookie');
    expect(event.requestContext.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(event.requestContext.time).toMatch(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/);
    expect(Math.abs(event.requestContext.timeEpoch - Date.now())).toBeLessThan(5_000);
  });

  it('leaves out what it does not have', async () => {
    const event = await eventOf('/things', { method: 'POST' });
    for (const name of ['body', 'cookies', 'queryStringParameters', 'pathParameters']) {
      expect(event).not.toHaveProperty(name);
    }
    expect(event.rawQueryString).toBe('');
  });

  it('has its path decoded, and the parts in braces as parameters', async () => {
    const event = await eventOf('/things/a%2Fb/parts/%C3%AB');
    expect(event.rawPath).toBe('/things/a/b/parts/ë');
    expect(event.routeKey).toBe('GET /things/{id}/parts/{part}');
    expect(event.pathParameters).toEqual({ id: 'a/b', part: 'ë' });
  });

  it('keeps %25 in its path, as AWS does, so that decoding again makes nothing else of it', async () => {
    const event = await eventOf('/things/a%252Fb/parts/100%25');
    expect(event.rawPath).toBe('/things/a%252Fb/parts/100%25');
    expect(event.requestContext.http.path).toBe('/things/a%252Fb/parts/100%25');
    expect(event.pathParameters).toEqual({ id: 'a%2Fb', part: '100%' });
  });

  it('goes to the route with fewer parameters', async () => {
    const event = await eventOf('/things/own/parts/7');
    expect(event.routeKey).toBe('GET /things/own/parts/{part}');
  });

  it.each([
    ['bytes', 'application/octet-stream', Buffer.from([0, 255]), 'AP8='],
    ['what has no type', '', Buffer.from('{}'), 'e30='],
    ['JSON under a name of its own', 'application/problem+json', Buffer.from('{}'), 'e30='],
    ['a form', 'application/x-www-form-urlencoded', Buffer.from('a=1'), 'YT0x'],
    ['text that is no UTF-8', 'text/plain', Buffer.from([0xff]), '/w=='],
  ])('carries %s in base64', async (_what, type, body, expected) => {
    const event = await eventOf('/things', { method: 'POST', headers: { 'content-type': type }, body });
    expect([event.isBase64Encoded, event.body]).toEqual([true, expected]);
  });

  it('joins headers of one name with a comma', async () => {
    const url = new URL(await givenGateway((event) => event));
    const headers = ['x-tag', 'one', 'X-Tag', 'two', 'connection', 'close', 'host', 'localhost'];
    const text = await new Promise<string>((resolve, reject) => {
      const sent = request(
        { host: url.hostname, port: url.port, path: '/things', method: 'POST', headers },
        (response) => {
          response.setEncoding('utf8').on('data', resolve);
        },
      );
      sent.on('error', reject).end();
    });
    expect((JSON.parse(text) as APIGatewayProxyEventV2).headers['x-tag']).toBe('one,two');
  });
});

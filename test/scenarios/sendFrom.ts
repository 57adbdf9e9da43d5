/** Requests from an address and with a user agent of one's own, which `fetch` can't choose. */
import { request } from 'node:http';
import { text } from 'node:stream/consumers';

interface Asked {
  url: string;
  method?: string;
  headers?: Record<string, string>;
}

interface Answered {
  status: number;
  body: Record<string, unknown>;
}

export function sendFrom(localAddress: string, userAgent: string) {
  return async ({ url, method = 'POST', headers }: Asked, body: unknown): Promise<Answered> => {
    const { promise, resolve, reject } = Promise.withResolvers<Answered>();
    const bytes = Buffer.from(JSON.stringify(body));
    // Node frames the body of a DELETE only where its length is said.
    const framed = { 'content-type': 'application/json', 'content-length': bytes.length };
    const own = { ...framed, 'user-agent': userAgent, ...headers };
    const sent = request(url, { method, localAddress, headers: own }, async (response) => {
      resolve({ status: response.statusCode ?? 0, body: JSON.parse((await text(response)) || '{}') });
    });
    sent.on('error', reject).end(bytes);
    return await promise;
  };
}

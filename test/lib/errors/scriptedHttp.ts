/** An HTTP service that does with requests what the test says, and a call to it as an adapter makes it. */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { answerFault, fetchFault } from '../../../lib/errors/fetchFaults.ts';

export type Respond = (response: ServerResponse) => unknown;

/** Its URL; it ends with the test. */
export async function scriptedHttp(respond: Respond): Promise<string> {
  const server = createServer((_, response) => void respond(response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Whatever does not end as it should is a fault of ours. */
export async function call(url: string, init: RequestInit = {}): Promise<string> {
  const place = `GET ${url}`;
  try {
    const response = await fetch(url, init);
    const fault = answerFault(response, place);
    if (fault) throw fault;
    return await response.text();
  } catch (error) {
    throw fetchFault(error, place);
  }
}

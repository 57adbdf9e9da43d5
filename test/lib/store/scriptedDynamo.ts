/** A DynamoDB that answers what the test says, for what emulators never do. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Store } from '../../../lib/store/store.ts';
import { dynamoAt } from './openDynamo.ts';

type Request = Record<string, unknown>;

/** Answers one request. */
export type Answer = (response: ServerResponse, request: Request) => void;

export interface Scripted {
  endpoint: string;
  store: Store;
  /** Bodies of the requests that came. */
  requests: Request[];
}

/** The last answer is given from then on. */
export async function scriptedDynamo(...answers: Answer[]): Promise<Scripted> {
  const requests: Request[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const asked: Request = JSON.parse(Buffer.concat(chunks).toString());
    requests.push(asked);
    const answer = answers[Math.min(requests.length, answers.length) - 1];
    // Node writes the true time by itself; where a run's clock is another, the SDK would repeat what it takes for a skew.
    response.setHeader('date', new Date().toUTCString());
    answer?.(response, asked);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const store = dynamoAt(endpoint, ({ name }) => name);
  onTestFinished(async () => {
    await store.close();
    server.closeAllConnections();
    server.close();
  });
  return { endpoint, store, requests };
}

export function done(body: object): Answer {
  return (response) =>
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
}

export function refused(name: string, message = '', more: object = {}, status = 400): Answer {
  const body = { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message, ...more };
  return (response) =>
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
}

export function cancelled(...reasons: object[]): Answer {
  const codes = reasons.map((reason) => ('Code' in reason ? reason.Code : 'None'));
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes.join(', ')}]`;
  return refused('TransactionCanceledException', message, { CancellationReasons: reasons });
}

export const cutOff: Answer = (response) => response.destroy();

export const silence: Answer = () => undefined;

export const badGateway: Answer = (response) => response.writeHead(502).end('<html>Bad Gateway</html>');

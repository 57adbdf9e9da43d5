/** HTTP servers of the local stack: listening, reading bodies, and ending without cutting anyone off. */
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { problemAnswer } from '../lib/http/problem.ts';
import { type Door, refusalOf } from './strangers.ts';
import { UsageError } from './usageError.ts';

export interface Address extends Door {
  /** 0 is any free port. */
  port: number;
  /** How the user chooses another port: `--api-port`. */
  option: string;
}

export interface RunningServer {
  url: string;
  /** Takes no more requests, and waits for those in flight, at most this long. */
  close(limitMs: number): Promise<void>;
}

const SWEEP_EVERY_MS = 20;

/** Refuses what foreign web pages send (421, 403). UsageError when the port is taken or not allowed. */
export async function listen(address: Address, listener: RequestListener): Promise<RunningServer> {
  const server = createServer((request, response) => {
    const refusal = refusalOf(request, address);
    if (!refusal) return listener(request, response);
    const { status, headers, body } = problemAnswer(refusal);
    request.resume();
    response.writeHead(status, { ...headers, 'cache-control': 'no-store' }).end(`${JSON.stringify(body)}\n`);
  });
  const { promise: listening, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject).listen(address.port, address.host, resolve);
  await listening.catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(whyNot(error, address));
  });
  return {
    url: urlOf(server.address() as AddressInfo),
    async close(limitMs) {
      const closed = new Promise<void>((done) => server.close(() => done()));
      // A kept-alive connection becomes idle only after its request; close() ends those that are idle at this moment.
      const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_EVERY_MS);
      const force = setTimeout(() => server.closeAllConnections(), limitMs);
      await closed;
      clearInterval(sweep);
      clearTimeout(force);
    },
  };
}

/** null when there are more bytes than that; they are read all the same, so that the client gets to see the answer. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= maxBytes) chunks.push(chunk);
  }
  return bytes <= maxBytes ? Buffer.concat(chunks) : null;
}

function whyNot(error: NodeJS.ErrnoException, { host, port, option }: Address): string {
  if (error.code === 'EADDRINUSE') {
    return `Port ${port} on ${host} is in use: end what listens there, or choose another with ${option} (0 = any free port).`;
  }
  if (error.code === 'EACCES') return `Port ${port} needs more rights: choose one above 1023 with ${option}.`;
  return `Can't listen on ${host}:${port} (${error.message}): choose another address with --host or ${option}.`;
}

function urlOf({ address, family, port }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

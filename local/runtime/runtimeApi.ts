/** Lambda's Runtime API for one execution environment: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { listen, readBody } from '../server.ts';
import { type RuntimeError, readError } from './runtimeError.ts';

export interface Invocation {
  requestId: string;
  functionArn: string;
  /** Epoch milliseconds. */
  deadlineMs: number;
  /** JSON. */
  event: string;
  /** JSON. */
  clientContext?: string | undefined;
}

export interface RuntimeListener {
  /** The runtime asks for its next invocation, so it has nothing left to do. */
  onReady(): void;
  /** JSON; null when it was too large. */
  onResponse(body: string | null): void;
  onError(error: RuntimeError): void;
  onInitError(error: RuntimeError): void;
}

export interface RuntimeApi {
  /** `host:port`, for AWS_LAMBDA_RUNTIME_API. */
  address: string;
  /** To the runtime that is ready; an Error when it is not. */
  deliver(invocation: Invocation): void;
  close(): Promise<void>;
}

/** Lambda quotas, "Invocation payload". */
export const maxResponseBytes = 6_291_556;

const version = '/2018-06-01/runtime';

export async function startRuntimeApi(listener: RuntimeListener): Promise<RuntimeApi> {
  let waiting: ServerResponse | undefined;
  /** The request whose answer is awaited. */
  let current: string | undefined;

  function next(response: ServerResponse): void {
    if (current !== undefined) return refuse(response, 403, 'InvalidStateTransition', `${current} is not answered`);
    waiting = response;
    // A runtime that is gone waits no more.
    response.on('close', () => {
      if (waiting === response) waiting = undefined;
    });
    listener.onReady();
  }

  async function take(request: IncomingMessage, response: ServerResponse, id: string, kind: string): Promise<void> {
    const body = await readBody(request, maxResponseBytes);
    if (id !== current) return refuse(response, 400, 'InvalidRequestID', `${id} is not the invocation in flight`);
    current = undefined;
    if (body === null) refuse(response, 413, 'RequestEntityTooLarge', `at most ${maxResponseBytes} bytes`);
    else accept(response);
    if (kind === 'error') listener.onError(readError(body?.toString()));
    else listener.onResponse(body?.toString() ?? null);
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    if (request.method === 'GET' && path === `${version}/invocation/next`) return next(response);
    if (request.method === 'POST' && path === `${version}/init/error`) {
      const error = readError((await readBody(request, maxResponseBytes))?.toString());
      accept(response);
      return listener.onInitError(error);
    }
    const [, id, kind] = /\/invocation\/([^/]+)\/(response|error)$/.exec(path) ?? [];
    if (request.method === 'POST' && path.startsWith(version) && id !== undefined && kind !== undefined)
      return await take(request, response, decodeURIComponent(id), kind);
    refuse(response, 404, 'NotFound', `there is no ${request.method} ${path}`);
  }

  const address = { host: '127.0.0.1', port: 0, option: '--host' };
  const server = await listen(address, (request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  return {
    address: new URL(server.url).host,
    deliver(invocation) {
      if (!waiting) throw new Error('the runtime is not ready for an invocation');
      current = invocation.requestId;
      const response = waiting;
      waiting = undefined;
      response.writeHead(200, headersOf(invocation)).end(invocation.event);
    },
    close: () => server.close(0),
  };
}

function headersOf({ requestId, functionArn, deadlineMs, clientContext }: Invocation): Record<string, string> {
  const root = `1-${Math.floor(deadlineMs / 1000).toString(16)}-${requestId.replaceAll('-', '').padEnd(24, '0').slice(0, 24)}`;
  return {
    'content-type': 'application/json',
    'lambda-runtime-aws-request-id': requestId,
    'lambda-runtime-deadline-ms': String(deadlineMs),
    'lambda-runtime-invoked-function-arn': functionArn,
    'lambda-runtime-trace-id': `Root=${root};Sampled=0`,
    ...(clientContext !== undefined && { 'lambda-runtime-client-context': clientContext }),
  };
}

function accept(response: ServerResponse): void {
  response.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"OK"}\n');
}

function refuse(response: ServerResponse, status: number, errorType: string, errorMessage: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ errorType, errorMessage }));
}

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

interface State {
  /** The runtime that waits for its next invocation. */
  waiting?: ServerResponse | undefined;
  /** The request whose answer is awaited. */
  current?: string | undefined;
}

/** Lambda quotas, "Invocation payload". */
const maxBytes = 6_291_556;

const version = '/2018-06-01/runtime';

export async function startRuntimeApi(listener: RuntimeListener): Promise<RuntimeApi> {
  const state: State = {};
  const address = { host: '127.0.0.1', port: 0, option: '--host' };
  const server = await listen(address, (request, response) => {
    serve(request, response, state, listener).catch(() => response.destroy());
  });
  return {
    address: new URL(server.url).host,
    deliver(invocation) {
      const { waiting } = state;
      if (!waiting) throw new Error('the runtime is not ready for an invocation');
      Object.assign(state, { waiting: undefined, current: invocation.requestId });
      waiting.writeHead(200, headersOf(invocation)).end(invocation.event);
    },
    close: () => server.close(0),
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  state: State,
  listener: RuntimeListener,
): Promise<void> {
  const body = await readBody(request, maxBytes);
  const asked = `${request.method} ${request.url?.replace(version, '')}`;
  const [, id, kind] = /^POST \/invocation\/([^/]+)\/(response|error)$/.exec(asked) ?? [];
  if (asked === 'GET /invocation/next') next(response, state, listener);
  else if (asked === 'POST /init/error') {
    accept(response);
    listener.onInitError(readError(body));
  } else if (id === undefined) refuse(response, 404, 'NotFound', `there is no ${asked}`);
  else if (decodeURIComponent(id) !== state.current)
    refuse(response, 400, 'InvalidRequestID', `${id} is not the invocation in flight`);
  else {
    state.current = undefined;
    if (body) accept(response);
    else refuse(response, 413, 'RequestEntityTooLarge', `at most ${maxBytes} bytes are taken`);
    if (kind === 'error') listener.onError(readError(body));
    else listener.onResponse(body === null ? null : body.toString());
  }
}

function next(response: ServerResponse, state: State, listener: RuntimeListener): void {
  if (state.current !== undefined) {
    refuse(response, 403, 'InvalidStateTransition', `${state.current} is not answered`);
    return;
  }
  state.waiting = response;
  // A runtime that is gone waits no more.
  response.on('close', () => {
    if (state.waiting === response) state.waiting = undefined;
  });
  listener.onReady();
}

function headersOf({ requestId, functionArn, deadlineMs, clientContext }: Invocation): Record<string, string> {
  const root = `1-${Math.floor(deadlineMs / 1000).toString(16)}-${requestId.replaceAll('-', '').slice(0, 24)}`;
  return {
    'content-type': 'application/json',
    'lambda-runtime-aws-request-id': requestId,
    'lambda-runtime-deadline-ms': String(deadlineMs),
    'lambda-runtime-invoked-function-arn': functionArn,
    'lambda-runtime-trace-id': `Root=${root};Sampled=0`,
    ...(clientContext !== undefined && { 'lambda-runtime-client-context': inAscii(clientContext) }),
  };
}

/** JSON that a header can hold. */
function inAscii(json: string): string {
  return json.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function accept(response: ServerResponse): void {
  response.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"OK"}\n');
}

function refuse(response: ServerResponse, status: number, errorType: string, errorMessage: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ errorType, errorMessage }));
}

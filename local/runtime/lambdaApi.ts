/** Lambda's Invoke, for functions that call others: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { toFault } from '../../lib/errors/fault.ts';
import type { Log } from '../../lib/observability/log.ts';
import { listen, type RunningServer, readBody } from '../server.ts';

export interface CalledFunctions {
  /** undefined where no function is called so. Throws what the function throws. */
  find(
    deployedName: string,
  ): ((event: unknown, requestId: string, clientContext: unknown) => Promise<unknown>) | undefined;
  log: Log;
}

const path = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;
const maxBytes = 6_291_556;

export async function startLambdaApi(functions: CalledFunctions): Promise<RunningServer> {
  return await listen({ host: '127.0.0.1', port: 0, option: '--host' }, (request, response) => {
    serve(request, response, functions).catch(() => response.destroy());
  });
}

async function serve(request: IncomingMessage, response: ServerResponse, functions: CalledFunctions): Promise<void> {
  const body = await readBody(request, maxBytes);
  const { pathname } = new URL(`http://localhost${request.url ?? '/'}`);
  const name = decodeURIComponent(path.exec(pathname)?.[1] ?? '');
  const call = functions.find(name);
  if (request.method !== 'POST' || !call)
    return refuse(response, 404, 'ResourceNotFoundException', `no function ${name}`);
  if (body === null) return refuse(response, 413, 'RequestTooLargeException', `at most ${maxBytes} bytes`);
  const event = JSON.parse(body.toString() || '{}');
  const requestId = randomUUID();
  const clientContext = contextIn(request.headers['x-amz-client-context']);
  if (request.headers['x-amz-invocation-type'] === 'Event') {
    response.writeHead(202, { 'x-amzn-requestid': requestId }).end();
    await call(event, requestId, clientContext).catch((error: unknown) => {
      functions.log.warn('call.failed', { function: name, error: toFault(error).message });
    });
    return;
  }
  try {
    response.end(JSON.stringify(await call(event, requestId, clientContext)));
  } catch (error) {
    const { name: errorType, message: errorMessage } = error as Error;
    response.setHeader('x-amz-function-error', 'Unhandled').end(JSON.stringify({ errorType, errorMessage }));
  }
}

/** JSON in base64, as Lambda has it. */
function contextIn(header: string | string[] | undefined): unknown {
  return typeof header === 'string' ? JSON.parse(Buffer.from(header, 'base64').toString()) : undefined;
}

function refuse(response: ServerResponse, status: number, errorType: string, message: string): void {
  response.writeHead(status, { 'x-amzn-errortype': errorType }).end(JSON.stringify({ Type: 'User', message }));
}

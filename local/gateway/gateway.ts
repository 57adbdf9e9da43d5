/** The HTTP gateway: an API Gateway HTTP API in front of the HTTP functions. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { toFault } from '../../lib/errors/fault.ts';
import type { HttpConfig } from '../../lib/http/config.ts';
import type { Log } from '../../lib/observability/log.ts';
import { traceIdIn } from '../../lib/observability/trace.ts';
import type { LocalFunction } from '../functions.ts';
import { type Address, listen, type RunningServer, readBody } from '../server.ts';
import { fromLambdaAnswer, type GatewayAnswer, ownAnswer, writeAnswer } from './answer.ts';
import { splitTarget, toGatewayEvent } from './event.ts';
import { answerFits, eventFits } from './payload.ts';
import { createRouter, type Matched, type Router } from './routes.ts';

export interface GatewayOptions {
  functions: readonly LocalFunction<HttpConfig>[];
  /** Throws what the function throws. */
  invoke(fn: LocalFunction, event: unknown): Promise<unknown>;
  log: Log;
  /** How long API Gateway waits for an answer; its own limit is 30 s. */
  timeoutMs?: number;
}

/** API Gateway's own limits (guide, "Quotas for HTTP APIs"). */
const MAX_BODY_BYTES = 10 * 1024 * 1024;
const TIMEOUT_MS = 30_000;

export async function startGateway(address: Address, options: GatewayOptions): Promise<RunningServer> {
  const router = createRouter(options.functions);
  // Whether a page of another origin may read an answer, the functions say (CORS_ORIGINS).
  return await listen({ ...address, crossOrigin: true }, (request, response) => {
    void serve(request, response, router, options);
  });
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  router: Router,
  options: GatewayOptions,
): Promise<void> {
  const startedMs = performance.now();
  const answer = await answerTo(request, router, options).catch((error: unknown) => {
    options.log.error('gateway.failed', { error: toFault(error).message });
    return ownAnswer(500, 'Internal Server Error');
  });
  writeAnswer(response, answer);
  const durationMs = Math.round(performance.now() - startedMs);
  const { path } = splitTarget(request);
  const { 'x-request-id': requestId, traceparent } = answer.headers;
  const matched = router(request.method ?? 'GET', path);
  const told = { method: request.method, path, status: answer.status, durationMs };
  const known = { requestId, traceId: traceIdIn(traceparent) };
  options.log.info('request.answered', { ...(matched && { function: matched.fn.config.name }), ...told, ...known });
}

async function answerTo(request: IncomingMessage, router: Router, options: GatewayOptions): Promise<GatewayAnswer> {
  const { path } = splitTarget(request);
  const body = await readBody(request, MAX_BODY_BYTES);
  if (!isDecodable(path)) return ownAnswer(400, 'Bad Request');
  const matched = router(request.method ?? 'GET', path);
  if (!matched) return ownAnswer(404, 'Not Found');
  if (body === null) return ownAnswer(413, 'Request Entity Too Large');
  return await within(options.timeoutMs ?? TIMEOUT_MS, askFunction(matched, request, body, options));
}

async function askFunction(
  matched: Matched,
  request: IncomingMessage,
  body: Buffer,
  { invoke, log }: GatewayOptions,
): Promise<GatewayAnswer> {
  const event = toGatewayEvent(request, matched, body);
  if (!eventFits(event)) return ownAnswer(413, 'Request Entity Too Large');
  try {
    const raw = await invoke(matched.fn, event);
    const answer = answerFits(raw) ? fromLambdaAnswer(raw) : null;
    if (answer) return answer;
    const expected = 'payload format 2.0, at most 6 MB';
    log.error('answer.malformed', { function: matched.fn.config.name, expected });
  } catch (error) {
    log.error('function.failed', { function: matched.fn.config.name, error: toFault(error).message });
  }
  return ownAnswer(500, 'Internal Server Error');
}

async function within(limitMs: number, answer: Promise<GatewayAnswer>): Promise<GatewayAnswer> {
  const { promise: limit, resolve } = Promise.withResolvers<GatewayAnswer>();
  const timer = setTimeout(() => resolve(ownAnswer(504, 'Gateway Timeout')), limitMs);
  const first = await Promise.race([answer, limit]);
  clearTimeout(timer);
  return first;
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

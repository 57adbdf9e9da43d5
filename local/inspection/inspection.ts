/** The inspection API: what happened on this stack, as JSON for scripts and for the console. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ErrorCode, Fault, toFault } from '../../lib/errors/fault.ts';
import type { HttpAnswer } from '../../lib/http/answer.ts';
import { declaredAsJson, utf8Text } from '../../lib/http/json.ts';
import { type FieldError as FieldProblem, ProblemError, problemAnswer } from '../../lib/http/problem.ts';
import type { Log } from '../../lib/observability/log.ts';
import { didYouMean } from '../../lib/text/closest.ts';
import { shown } from '../../lib/text/shown.ts';
import { FieldError } from '../fields.ts';
import { type Address, listen, type RunningServer, readBody } from '../server.ts';
import { UsageError } from '../usageError.ts';
import { inspectionRoutes } from './paths.ts';
import { cutHeader, type InspectionAnswer, type InspectionRequest, type InspectionRoute } from './route.ts';
import type { Sources } from './sources.ts';

const MAX_BODY_BYTES = 32 * 1024 * 1024;

export async function startInspection(address: Address, sources: Sources, log: Log): Promise<RunningServer> {
  const routes = inspectionRoutes(sources);
  return await listen(address, (request, response) => {
    void serve(request, response, routes, log);
  });
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  routes: readonly InspectionRoute[],
  log: Log,
): Promise<void> {
  const { status, body, headers } = await answerTo(request, routes).catch((error: unknown) => failed(error, log));
  const type = status >= 400 ? 'application/problem+json' : 'application/json';
  response
    .writeHead(status, { 'content-type': type, 'cache-control': 'no-store', ...headers })
    .end(`${JSON.stringify(body)}\n`);
}

async function answerTo(request: IncomingMessage, routes: readonly InspectionRoute[]): Promise<InspectionAnswer> {
  const body = await readBody(request, MAX_BODY_BYTES);
  const { pathname, searchParams: query } = targetOf(request);
  if (pathname === '/') return { status: 200, body: { 'inspection API of the local stack': pathsOf(routes) } };
  for (const route of routes) {
    const path = route.method === request.method && matchPath(route.path, pathname);
    if (!path) continue;
    refuseUnknown(query, ['limit', ...(route.parameters ?? [])]);
    if (body === null) return asProblem(413, 'TOO_LARGE', `At most ${MAX_BODY_BYTES} bytes are taken at once.`);
    if (route.method === 'POST') declaredAsJson(request.headers['content-type']);
    const asked: InspectionRequest = { path, query, body: utf8Text(body) };
    const answer = await route.answer(asked);
    return route.isLimited ? { ...answer, headers: cutHeader(asked, answer) } : answer;
  }
  const detail = `There is no ${request.method} ${pathname}; there are ${pathsOf(routes).join(', ')}.`;
  return asProblem(404, 'NO_SUCH_PATH', detail);
}

/** A misspelt parameter would change nothing, and nobody would see why. UsageError. */
function refuseUnknown(query: URLSearchParams, known: readonly string[]): void {
  const unknown = [...query.keys()].find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const hint = didYouMean(unknown, known);
  throw new UsageError(`there is no parameter ${shown(unknown)}; there are ${known.join(', ')}.${hint}`);
}

/** `*` and whole addresses, as proxies get them, are no path of ours. */
function targetOf({ url = '/' }: IncomingMessage): Pick<URL, 'pathname' | 'searchParams'> {
  const target = url.startsWith('/') ? URL.parse(`http://localhost${url}`) : null;
  return target ?? { pathname: '*', searchParams: new URLSearchParams() };
}

function pathsOf(routes: readonly InspectionRoute[]): string[] {
  return routes.map(({ method, path }) => `${method} ${path}`);
}

/** The parts in braces, or undefined when the path is another one. */
function matchPath(pattern: string, pathname: string): Record<string, string> | undefined {
  const source = pattern.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)');
  const found = new RegExp(`^${source}$`).exec(pathname);
  if (!found) return undefined;
  return Object.fromEntries(Object.entries(found.groups ?? {}).map(([name, text]) => [name, decodeURIComponent(text)]));
}

/** Whoever publishes by hand chose the time, too. */
const ofTheRecord: ReadonlySet<ErrorCode> = new Set(['RECORD_REFUSED', 'CLOCK_REFUSED']);

function failed(error: unknown, log: Log): InspectionAnswer {
  if (error instanceof ProblemError) return answerOf(problemAnswer(error.problem));
  if (error instanceof UsageError) {
    const errors = error instanceof FieldError ? [{ path: error.field, message: error.message }] : [];
    return asProblem(400, 'MALFORMED', error.message, errors);
  }
  if (error instanceof URIError) return asProblem(400, 'MALFORMED', error.message);
  if (error instanceof Fault && error.code === 'UNKNOWN_TOPIC') return asProblem(404, error.code, error.message);
  if (error instanceof Fault && error.code === 'RECORD_TOO_LARGE') return asProblem(413, error.code, error.message);
  if (error instanceof Fault && ofTheRecord.has(error.code)) return asProblem(422, error.code, error.message);
  const { message } = toFault(error);
  log.error('inspection.failed', { error: message });
  return asProblem(500, 'INTERNAL', message);
}

function asProblem(
  status: number,
  code: string,
  detail: string,
  errors: readonly FieldProblem[] = [],
): InspectionAnswer {
  const title = code.toLowerCase().replaceAll('_', ' ');
  return answerOf(problemAnswer({ status, code, title, detail, ...(errors.length > 0 && { errors }) }));
}

function answerOf({ status, body }: HttpAnswer): InspectionAnswer {
  return { status, body };
}

/** The frame of every HTTP Lambda: Middy for bodies, headers and errors; inside, actions that decide. */
import middy from '@middy/core';
import securityHeaders from '@middy/http-security-headers';
import type { Context } from 'aws-lambda';
import type * as z from 'zod';
import { toFault } from '../errors/fault.ts';
import { always, lastResort, type OpenEngine, once, openEngine } from '../lambda/lambda.ts';
import { toldOf } from '../observability/told.ts';
import type { Action, Query, SomeCommand } from './action.ts';
import { toGateway } from './answer.ts';
import { type HttpConfig, preflightPaths, type Route } from './config.ts';
import { cors } from './cors.ts';
import { dispatcher } from './dispatch.ts';
import { beforeTheEnd } from './ending.ts';
import { endpoint, type OpenOnce, type Result, traceOf } from './endpoint.ts';
import { type Event, readEvent } from './gatewayEvent.ts';
import { type Problem, ProblemError, problemAnswer, toProblem } from './problem.ts';

/** An action for exactly the declared routes, of the declared body, with no settings but the declared; the compiler says which is missing. */
export type Actions<Routes extends readonly Route[], Settings> = {
  readonly [R in Routes[number] as R['action']]: R extends { body: z.ZodType<infer Body> }
    ? SomeCommand<Body, Settings>
    : Query | SomeCommand<unknown, Settings>;
};

interface Failure {
  /** The name of the function that failed. */
  name: string;
  engine: OpenOnce;
  context: Context;
  error: unknown;
}

export function api<const Routes extends readonly Route[], Shape extends z.ZodObject>(
  config: HttpConfig<Routes, Shape>,
  actions: Actions<Routes, z.output<Shape>>,
  open: OpenEngine = openEngine,
) {
  const engine = once(() => open(config));
  const byName = actions as Readonly<Record<string, Action>>;
  const routes = config.routes.map((route: Route) => {
    const action = byName[route.action];
    if (!action) throw new Error(`${config.name} has no action ${route.action}`);
    if (route.creates && route.mints && !('repeat' in action))
      throw new Error(`${config.name}: ${route.action} mints tokens under an Idempotency-Key, so it needs a repeat`);
    return { method: route.method, path: route.path, handler: endpoint(route, config, action, engine) };
  });
  const preflights = preflightPaths(config).map((path) => ({ method: 'OPTIONS', path, handler: preflight }) as const);
  return middy<Event, Result>(beforeTheEnd(config.name))
    .before((request) => {
      request.event = readEvent(request.event);
    })
    .use(securityHeaders(forJson))
    .use(cors(engine))
    .onError(async (request) => {
      const { event, context, error } = request;
      const problem = toProblem(error);
      await logProblem(problem, { name: config.name, engine, context, error });
      request.response = toGateway(problemAnswer(problem), context.awsRequestId, traceOf(event));
    })
    .handler(dispatcher<Result>([...routes, ...preflights]));
}

/** OWASP's advice for APIs (REST security cheat sheet): nothing here is a page, so nothing may load, frame or guess it. */
const forJson = {
  contentSecurityPolicy: { 'default-src': "'none'", 'report-to': '', 'require-trusted-types-for': '' },
  crossOriginEmbedderPolicy: false,
  downloadOptions: false,
  originAgentCluster: false,
  permissionsPolicy: false,
} as const;

/** Answers a preflight; the CORS headers say what a page may do. */
async function preflight(): Promise<Result> {
  return { statusCode: 204, headers: {} };
}

const REFUSALS = [401, 403, 429];

/** Faults are ours to mend, and refusals are how an attack looks. All else is between the caller and the answer. */
async function logProblem(
  { status, code: problem }: Problem,
  { name, engine, context, error }: Failure,
): Promise<void> {
  if (status < 500 && !REFUSALS.includes(status)) return;
  const opened = await engine().catch(() => undefined);
  const log = opened?.log ?? lastResort(name);
  const { awsRequestId: requestId } = context;
  if (status < 500) return log.info('request.refused', { requestId, status, problem });
  const fault = toFault(error instanceof ProblemError ? (error.cause ?? error) : error);
  const { errorCode, error: sentence, stack } = toldOf(fault, opened?.seldom ?? always);
  log.error('request.failed', { requestId, errorCode, error: sentence, stack });
}

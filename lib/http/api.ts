/** The frame of every HTTP Lambda: Middy for routing, body and errors; inside, actions that decide. */
import middy from '@middy/core';
import jsonBody from '@middy/http-json-body-parser';
import router from '@middy/http-router';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type { Engine } from '../connect/engine.ts';
import { Fault, toFault } from '../errors/fault.ts';
import { type OpenEngine, once, openEngine } from '../lambda/lambda.ts';
import { continueTrace, type Trace } from '../observability/trace.ts';
import type { Action, ActionRequest } from './action.ts';
import { toGateway } from './answer.ts';
import { type Callback, verifyCallback } from './callback.ts';
import type { HttpConfig, Route } from './config.ts';
import { perform } from './perform.ts';
import { ProblemError, problemAnswer, toProblem } from './problem.ts';

type Event = APIGatewayProxyEventV2;
type Result = APIGatewayProxyStructuredResultV2;
type SignedEvent = Event & { callback?: Callback };

/** An action for exactly the declared routes; the compiler says which is missing. */
export type Actions<Routes extends readonly Route[]> = { readonly [Name in Routes[number]['action']]: Action };

/** Bodies over this many characters are refused before they are parsed. */
const MAX_BODY_CHARACTERS = 1_000_000;

export function api<const Routes extends readonly Route[]>(
  config: HttpConfig<Routes>,
  actions: Actions<Routes>,
  open: OpenEngine = openEngine,
) {
  const engine = once(() => open(config));
  const routes = config.routes.map((route: Route) => {
    const action: Action = actions[route.action as Routes[number]['action']];
    return { method: route.method, path: route.path, handler: routeHandler(route, action, engine) };
  });
  return middy<Event, Result>()
    .onError(async (request) => {
      const { event, context, error } = request;
      const problem = toProblem(error);
      if (problem.status >= 500) await logFailure(engine, context, error);
      request.response = toGateway(problemAnswer(problem), context.awsRequestId, traceOf(event));
    })
    .handler(router<Event, Result>(routes));
}

type OpenOnce = () => Promise<Engine>;

function routeHandler(route: Route, action: Action, engine: OpenOnce) {
  const run = async (event: Event, context: Context): Promise<Result> => {
    const trace = traceOf(event);
    const answer = await perform(action, requestOf(event), await engine(), trace);
    return toGateway(answer, context.awsRequestId, trace);
  };
  if (route.method === 'GET' || route.method === 'DELETE') return run;
  const withBody = middy<Event, Result>().before(capBody);
  if (route.signed) withBody.before(verifySignature(engine));
  return withBody.use(jsonBody()).handler(run);
}

/** No id of ours is longer, and none is broken text. */
const MAX_ID_CHARACTERS = 256;

function requestOf(event: Event): ActionRequest {
  const { body, pathParameters = {}, queryStringParameters = {}, callback } = event as SignedEvent;
  const isNone = Object.values(pathParameters).some((id = '') => id.length > MAX_ID_CHARACTERS || !id.isWellFormed());
  if (isNone)
    throw new ProblemError({
      status: 404,
      code: 'NOT_FOUND',
      title: 'Not found',
      detail: 'There is nothing under this path.',
    });
  return { body, path: pathParameters, query: queryStringParameters, ...(callback && { callback }) };
}

/** The signature covers the body as it came, so this stands before the parser. */
function verifySignature(engine: OpenOnce) {
  return async ({ event }: { event: Event }): Promise<void> => {
    const { settings } = await engine();
    if (!settings.CALLBACK_SECRET) throw new Fault('SETTINGS_INVALID', 'CALLBACK_SECRET: needed by signed routes');
    (event as SignedEvent).callback = verifyCallback(event, settings.CALLBACK_SECRET);
  };
}

function capBody({ event }: { event: Event }): void {
  const { length } = event.body ?? '';
  if (length <= MAX_BODY_CHARACTERS) return;
  const detail = `The body has ${length} characters; at most ${MAX_BODY_CHARACTERS} are taken.`;
  throw new ProblemError({ status: 413, code: 'TOO_LARGE', title: 'Too large', detail });
}

function traceOf(event: Event): Trace {
  return continueTrace(event.headers?.['traceparent'], undefined);
}

async function logFailure(engine: OpenOnce, context: Context, error: unknown): Promise<void> {
  const opened = await engine().catch(() => undefined);
  const { code, message } = toFault(error);
  opened?.log.error('request.failed', { requestId: context.awsRequestId, errorCode: code, error: message });
}

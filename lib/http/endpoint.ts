/** One route as a Lambda handler: who asks, what they ask, whose it is, and only then the action. */
import middy from '@middy/core';
import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { boundTo } from '../connect/bound.ts';
import { type Engine, surroundingsOf } from '../connect/engine.ts';
import { Fault } from '../errors/fault.ts';
import { continueTrace, type Trace } from '../observability/trace.ts';
import type { Principal } from '../token/principal.ts';
import { authenticate, type Grant, grantsOf, ownFound, ownRequest, valueAt } from './access.ts';
import { type Action, type ActionRequest, checkBody } from './action.ts';
import { toGateway } from './answer.ts';
import { bodyParser, capBody, notTooDeep } from './body.ts';
import { type Callback, verifyCallback } from './callback.ts';
import type { Route, Throttle } from './config.ts';
import type { Event } from './gatewayEvent.ts';
import { onceOf } from './idempotency.ts';
import { networkOf } from './network.ts';
import { type Admitted, perform } from './perform.ts';
import { ProblemError } from './problem.ts';
import { countTry, limitOf } from './throttle.ts';
import { isUnchanged, unchanged } from './versions.ts';

export type Result = APIGatewayProxyStructuredResultV2;
export type OpenOnce = () => Promise<Engine>;

/** Who asks, as far as the headers tell: found out before the body is parsed. */
interface Caller {
  callback?: Callback;
  principal?: Principal;
  grants: readonly Grant[];
}

/** No id of ours is longer, and none is broken text. */
const MAX_ID_CHARACTERS = 256;

/** What the steps before the action found out travels with the event, for Middy's steps share nothing else. */
type KnownEvent = Event & { caller?: Caller };

export function endpoint(route: Route, action: Action, engine: OpenOnce) {
  const steps = middy<Event, Result>();
  if (route.body) steps.before(capBody);
  steps.before(async ({ event }) => {
    (event as KnownEvent).caller = await callerOf(route, event, await engine());
  });
  if (route.body) steps.use(bodyParser(route.body));
  return steps.handler(async (event: Event, context: Context, { signal }: { signal: AbortSignal }): Promise<Result> => {
    const opened = await engine();
    const bound = { ...opened, connections: boundTo(signal, opened.connections) };
    const admitted = await admit(route, event, bound);
    const answer = await perform(action, admitted, bound);
    const isKnown = route.versioned && route.method === 'GET' && isUnchanged(answer, admitted.request.headers);
    return toGateway(isKnown ? unchanged(answer) : answer, context.awsRequestId, admitted.trace);
  });
}

/** The signature covers the body as it came, so this stands before the parser. */
async function callerOf({ access }: Route, event: Event, engine: Engine): Promise<Caller> {
  if (access === 'open') return { grants: [] };
  if (access === 'signed') {
    const { CALLBACK_SECRET } = engine.settings;
    if (!CALLBACK_SECRET) throw new Fault('SETTINGS_INVALID', 'CALLBACK_SECRET: needed by signed routes');
    return { grants: [], callback: verifyCallback(event, CALLBACK_SECRET) };
  }
  const principal = await authenticate(event.headers?.['authorization'], engine.connections.tokens);
  return { principal, grants: grantsOf(access, principal) };
}

/** Throws ProblemError: what the request is, and who asks, is settled before the action runs. */
async function admit(route: Route, event: Event, engine: Engine): Promise<Admitted> {
  const { caller } = event as KnownEvent;
  if (!caller) throw new Error(`${route.path}: who calls was not found out`);
  const { principal } = caller;
  const read = requestOf(event, caller);
  const request = route.body ? { ...read, body: checkBody(route.body, notTooDeep(read.body)) } : read;
  const granted = principal ? ownRequest(caller.grants, principal, request) : [];
  if (route.mints) await engine.connections.tokens.ready();
  if (route.throttle) await throttle(route.throttle, { event, request, engine });
  const key = route.creates && event.headers?.['idempotency-key'];
  const named = { key: key ?? '', principal, route: `${route.method} ${route.path}`, body: read.body };
  return {
    request,
    trace: traceOf(event),
    once: key === undefined ? undefined : onceOf(named, surroundingsOf(engine)),
    mayHave: (decided) => {
      const isNowhere = decided.kind === 'problem' && decided.problem.status === 404 && !decided.owner;
      if (principal && !isNowhere) ownFound(granted, principal, decided.owner ?? {});
    },
  };
}

function requestOf(event: Event, { principal, callback }: Caller): ActionRequest {
  const { body, pathParameters = {}, queryStringParameters = {} } = event;
  const isNone = Object.values(pathParameters).some((id = '') => id.length > MAX_ID_CHARACTERS || !id.isWellFormed());
  if (isNone)
    throw new ProblemError({
      status: 404,
      code: 'NOT_FOUND',
      title: 'Not found',
      detail: 'There is nothing under this path.',
    });
  const who = { ...(principal && { principal }), ...(callback && { callback }) };
  const { headers = {}, requestContext } = event;
  const address = requestContext.http.sourceIp;
  return { body, path: pathParameters, query: queryStringParameters, headers, address, ...who };
}

interface Trying {
  event: Event;
  request: ActionRequest;
  engine: Engine;
}

async function throttle({ perAddress, perAccount, account, triedBy }: Throttle, trying: Trying) {
  const { event, request, engine } = trying;
  if (triedBy && valueAt(request, triedBy) === undefined) return;
  const own = engine.own as Record<string, unknown>;
  const named = [account].flat().map((field) => valueAt(request, field));
  // As loosely as any account is found by a name, or another spelling would be another count.
  const who = String(named.find((name) => name !== undefined))
    .trim()
    .normalize('NFKC')
    .toLowerCase();
  const by = [
    {
      kind: 'address',
      who: networkOf(event.requestContext.http.sourceIp),
      limit: limitOf(own[perAddress], perAddress),
    },
    { kind: 'account', who, limit: limitOf(own[perAccount], perAccount) },
  ] as const;
  // By the limit's name: routes that share one are one thing to try.
  await countTry({ what: `${engine.function}.${perAddress}`, by }, engine.connections.store, surroundingsOf(engine));
}

export function traceOf(event: Event): Trace {
  return continueTrace(event.headers?.['traceparent'], undefined);
}

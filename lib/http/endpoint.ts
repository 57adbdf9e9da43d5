/** One route as a Lambda handler: who asks, what they ask, whose it is, and only then the action. */
import middy from '@middy/core';
import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type { DecisionContext } from '../commit/commit.ts';
import { boundTo } from '../connect/bound.ts';
import { decisionContextOf, type Engine } from '../connect/engine.ts';
import { continueTrace, type Trace } from '../observability/trace.ts';
import { callerNames, type Principal, type Roles } from '../token/principal.ts';
import { authenticate, type Grant, grantsOf, ownFound, ownRequest, valueAt } from './access.ts';
import { type Action, type ActionRequest, checkBody } from './action.ts';
import { toGateway } from './answer.ts';
import { bodyParser, capBody, notTooDeep } from './body.ts';
import { type Callback, callbackOf } from './callback.ts';
import type { HttpConfig, Route, Throttle } from './config.ts';
import { beforeTheEnd } from './ending.ts';
import type { Event } from './gatewayEvent.ts';
import { networkOf } from './network.ts';
import { type Once, onceOf, onceOfCallback } from './once.ts';
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
  /** The caller's names, see `callerNames`. */
  names?: readonly string[];
  grants: readonly Grant[];
}

/** No id of ours is longer, and none is broken text. */
const MAX_ID_CHARACTERS = 256;

/** The caller travels with the event, for Middy's steps share nothing else. */
type KnownEvent = Event & { caller?: Caller };

type Named = Pick<HttpConfig, 'name' | 'roles'>;

export function endpoint(route: Route, { name, roles }: Named, action: Action, engine: OpenOnce) {
  const steps = middy<Event, Result>(beforeTheEnd(name, route));
  if (route.body) steps.before(capBody);
  steps.before(async ({ event }) => {
    (event as KnownEvent).caller = await callerOf(route, roles, event, await engine());
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
async function callerOf({ access }: Route, roles: Roles, event: Event, engine: Engine): Promise<Caller> {
  if (access === 'open') return { grants: [] };
  if (access === 'signed') {
    return { grants: [], callback: await callbackOf(event, engine.connections.callbackSecrets) };
  }
  const principal = await authenticate(event.headers?.['authorization'], engine.connections.tokens, roles);
  return { principal, names: callerNames(roles, principal), grants: grantsOf(access, principal, roles) };
}

/** Throws ProblemError: what the request is, and who asks, is settled before the action runs. */
async function admit(route: Route, event: Event, engine: Engine): Promise<Admitted> {
  const { caller } = event as KnownEvent;
  if (!caller) throw new Error(`${route.path}: who calls was not found out`);
  const { principal } = caller;
  const read = requestOf(event, caller);
  const request = route.body ? { ...read, body: checkBody(route.body, notTooDeep(read.body)) } : read;
  const granted = principal ? ownRequest(caller.grants, request) : [];
  if (route.mints) await engine.connections.tokens.ready();
  const { throttle } = route;
  return {
    request,
    trace: traceOf(event),
    asked: (step) => ({ name: `${engine.function}.${route.action}.${step}`, about: `${route.method} ${route.path}` }),
    once: knownAgain(route, caller, { request, sent: read.body }, decisionContextOf(engine)),
    ...(throttle && { countTry: () => countTries(throttle, { event, request, engine }) }),
    mayHave: (decided) => {
      const isNowhere = decided.kind === 'problem' && decided.problem.status === 404 && !decided.owner;
      if (principal && !isNowhere) ownFound(granted, decided.owner ?? {});
    },
  };
}

/** `sent` is the body as it came, before its schema left anything out. */
function knownAgain(
  route: Route,
  { names: caller, callback }: Caller,
  { request, sent }: { request: ActionRequest; sent: unknown },
  context: DecisionContext,
): Once | undefined {
  const named = `${route.method} ${route.path}`;
  if (callback) return onceOfCallback(callback, JSON.stringify([named, request.path]), context);
  const key = route.creates && request.headers['idempotency-key'];
  if (key === undefined) return undefined;
  const account = route.throttle && accountOf(route.throttle, request);
  return onceOf({ key, caller, account, route: named, body: sent }, context);
}

function requestOf(event: Event, { principal }: Caller): ActionRequest {
  const { body, pathParameters = {}, queryStringParameters = {} } = event;
  const isNone = Object.values(pathParameters).some((id = '') => id.length > MAX_ID_CHARACTERS || !id.isWellFormed());
  if (isNone)
    throw new ProblemError({
      status: 404,
      code: 'NOT_FOUND',
      title: 'Not found',
      detail: 'There is nothing under this path.',
    });
  const { headers = {}, requestContext } = event;
  const address = requestContext.http.sourceIp;
  return {
    body,
    path: pathParameters,
    query: queryStringParameters,
    headers,
    address,
    ...(principal && { principal }),
  };
}

interface Trying {
  event: Event;
  request: ActionRequest;
  engine: Engine;
}

async function countTries(throttle: Throttle, trying: Trying): Promise<void> {
  const { perAddress, perAccount, triedBy } = throttle;
  const { event, request, engine } = trying;
  if (triedBy && valueAt(request, triedBy) === undefined) return;
  const own = engine.own as Record<string, unknown>;
  const by = [
    {
      kind: 'address',
      who: networkOf(event.requestContext.http.sourceIp),
      limit: limitOf(own[perAddress], perAddress),
    },
    { kind: 'account', who: accountOf(throttle, request) ?? '', limit: limitOf(own[perAccount], perAccount) },
  ] as const;
  // By the limit's name: routes that share one are one thing to try.
  await countTry({ what: `${engine.function}.${perAddress}`, by }, engine.connections.store, decisionContextOf(engine));
}

/** Spellings that find the same account count as one name, or another spelling would have tries of its own. */
function accountOf({ account }: Throttle, request: ActionRequest): string | undefined {
  const named = [account].flat().map((field) => valueAt(request, field));
  const name = named.find((one) => one !== undefined);
  return name === undefined ? undefined : String(name).trim().normalize('NFKC').toLowerCase();
}

export function traceOf(event: Event): Trace {
  return continueTrace(event.headers?.['traceparent'], undefined);
}

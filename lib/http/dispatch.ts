/** Finds the action by the route that the gateway chose. Its key tells, for the decoded path can't: `%2F` in an id is `/` there. */
import type { Context } from 'aws-lambda';
import type { Event } from './gatewayEvent.ts';
import { ProblemError } from './problem.ts';
import { bySpecificity, matchPath, namesIn } from './routing.ts';

interface Target<Handler> {
  method: string;
  path: string;
  handler: Handler;
}

type Handler<Result> = (event: Event, context: Context, middy: { signal: AbortSignal }) => Promise<Result>;

/** Throws a 404 where no route fits, and a 400 for a path that can't be decoded. */
export function dispatcher<Result>(targets: readonly Target<Handler<Result>>[]): Handler<Result> {
  const byKey = new Map(targets.map((target) => [`${target.method} ${target.path}`, target]));
  const specificFirst = [...targets].sort(bySpecificity);
  return async (event, context, middy) => {
    const chosen = byKey.get(event.routeKey);
    const [handler, pathParameters] = chosen ? parametersOf(chosen, event) : searched(specificFirst, event);
    return await handler({ ...event, pathParameters }, context, middy);
  };
}

type Found<Handler> = [Handler, Record<string, string | undefined>];

/** Takes the path's parameters from the event, or from the path where a gateway does not tell them. */
function parametersOf<Handler>({ path, handler }: Target<Handler>, event: Event): Found<Handler> {
  const told = event.pathParameters ?? {};
  if (namesIn(path).every((name) => told[name] !== undefined)) return [handler, told];
  const read = match(path, event);
  if (!read) throw noSuchRoute();
  return [handler, { ...read, ...told }];
}

/** For `$default` and for whatever key is none of ours. A slash at the end doesn't count. */
function searched<Handler>(targets: readonly Target<Handler>[], event: Event): Found<Handler> {
  const { method } = event.requestContext.http;
  for (const { path, handler, ...target } of targets) {
    const read = target.method === method && match(path, event);
    if (read) return [handler, { ...read, ...event.pathParameters }];
  }
  throw noSuchRoute();
}

/** The path has the stage before it, unless that is `$default` or hidden by a domain of one's own. */
function match(template: string, { rawPath, requestContext: { stage } }: Event): Record<string, string> | undefined {
  const path = rawPath.length > 1 ? rawPath.replace(/\/$/, '') : rawPath;
  const prefix = `/${stage}/`;
  try {
    const found = matchPath(template, path);
    return found ?? (path.startsWith(prefix) ? matchPath(template, path.slice(prefix.length - 1)) : undefined);
  } catch (cause) {
    const detail = 'The path is not percent-encoded UTF-8.';
    throw new ProblemError({ status: 400, code: 'INVALID_VALUE', title: 'Invalid value', detail }, { cause });
  }
}

function noSuchRoute(): ProblemError {
  const detail = 'This function has no such route.';
  return new ProblemError({ status: 404, code: 'NO_SUCH_ROUTE', title: 'No such route', detail });
}

/** Which function answers a request, chosen as an API Gateway HTTP API does: exact words before parameters. */
import { type HttpConfig, preflightPaths } from '../../lib/http/config.ts';
import type { LocalFunction } from '../functions.ts';

export interface Matched {
  fn: LocalFunction<HttpConfig>;
  /** `POST /api/v1/users/{id}` */
  routeKey: string;
  /** Decoded; undefined when the route has none. */
  parameters: Record<string, string> | undefined;
}

interface OpenRoute {
  fn: LocalFunction<HttpConfig>;
  method: string;
  path: string;
  segments: string[];
}

/** `path` is as it was sent, still encoded. Throws a URIError for a parameter that can't be decoded. */
export type Router = (method: string, path: string) => Matched | undefined;

/** An Error names two functions that declare the same route. */
export function createRouter(functions: readonly LocalFunction<HttpConfig>[]): Router {
  const routes: OpenRoute[] = functions.flatMap((fn) =>
    [...fn.config.routes, ...preflightsOf(fn)].map(({ method, path }) => ({
      fn,
      method,
      path,
      segments: path.split('/'),
    })),
  );
  refuseTwins(routes);
  routes.sort((a, b) => parametersIn(a) - parametersIn(b));
  return (method, path) => {
    const segments = path.split('/');
    const route = routes.find((candidate) => candidate.method === method && fits(candidate.segments, segments));
    return route && { fn: route.fn, routeKey: `${method} ${route.path}`, parameters: parametersOf(route, segments) };
  };
}

/** As the deployment has them too. */
function preflightsOf({ config }: LocalFunction<HttpConfig>) {
  return preflightPaths(config).map((path) => ({ method: 'OPTIONS', path }));
}

function refuseTwins(routes: readonly OpenRoute[]): void {
  const seen = new Map<string, string>();
  for (const { fn, method, segments } of routes) {
    const key = `${method} ${segments.map((segment) => (nameIn(segment) ? '{}' : segment)).join('/')}`;
    const other = seen.get(key);
    if (other) throw new Error(`${other} and ${fn.config.name} both declare ${key}; a route belongs to one function`);
    seen.set(key, fn.config.name);
  }
}

function fits(route: readonly string[], path: readonly string[]): boolean {
  return route.length === path.length && route.every((segment, at) => fitsSegment(segment, path[at] ?? ''));
}

function fitsSegment(segment: string, part: string): boolean {
  return nameIn(segment) === undefined ? segment === part : part !== '';
}

function parametersOf({ segments }: OpenRoute, path: readonly string[]): Record<string, string> | undefined {
  const found = segments.flatMap((segment, at) => {
    const name = nameIn(segment);
    return name === undefined ? [] : [[name, decodeURIComponent(path[at] ?? '')] as const];
  });
  return found.length === 0 ? undefined : Object.fromEntries(found);
}

function parametersIn({ segments }: OpenRoute): number {
  return segments.filter((segment) => nameIn(segment) !== undefined).length;
}

/** `id` of `{id}`. */
function nameIn(segment: string): string | undefined {
  return /^\{(\w+)\}$/.exec(segment)?.[1];
}

/** Chooses the function that answers a request like an API Gateway HTTP API: exact words before parameters. */
import { type HttpConfig, preflightPaths } from '../../lib/http/config.ts';
import { bySpecificity, matchPath } from '../../lib/http/routing.ts';
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
}

/** `path` is as it was sent, still encoded. Throws a URIError for a parameter that can't be decoded. */
export type Router = (method: string, path: string) => Matched | undefined;

/** An Error names two functions that declare the same route. */
export function createRouter(functions: readonly LocalFunction<HttpConfig>[]): Router {
  const routes: OpenRoute[] = functions.flatMap((fn) =>
    [...fn.config.routes, ...preflightsOf(fn)].map(({ method, path }) => ({ fn, method, path })),
  );
  refuseTwins(routes);
  routes.sort(bySpecificity);
  return (method, path) => {
    for (const route of routes) {
      const found = route.method === method && matchPath(route.path, path);
      if (!found) continue;
      const parameters = Object.keys(found).length === 0 ? undefined : found;
      return { fn: route.fn, routeKey: `${method} ${route.path}`, parameters };
    }
    return undefined;
  };
}

/** Browsers' preflight requests: on AWS the API answers them itself, here the functions do. */
function preflightsOf({ config }: LocalFunction<HttpConfig>) {
  return preflightPaths(config).map((path) => ({ method: 'OPTIONS', path }));
}

function refuseTwins(routes: readonly OpenRoute[]): void {
  const seen = new Map<string, string>();
  for (const { fn, method, path } of routes) {
    const key = `${method} ${path.replace(/\{\w+\}/g, '{}')}`;
    const other = seen.get(key);
    if (other) throw new Error(`${other} and ${fn.config.name} both declare ${key}; a route belongs to one function`);
    seen.set(key, fn.config.name);
  }
}

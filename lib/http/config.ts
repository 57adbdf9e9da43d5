/** What an HTTP function declares: its routes, and all it may touch. No heavy import here. */
import type * as z from 'zod';
import type { Use } from '../connect/uses.ts';

export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With parameters in braces, as API Gateway writes them: `/api/v1/users/{id}`. */
  path: string;
  /** The name of the action that answers. */
  action: string;
  /** Open to whoever signs as Standard Webhooks has it, with CALLBACK_SECRET. */
  signed?: true;
}

export interface HttpConfig<Routes extends readonly Route[] = readonly Route[]> {
  kind: 'http';
  name: string;
  routes: Routes;
  uses: readonly Use[];
  timeoutSeconds: number;
  /** The function's own settings. */
  settings?: z.ZodObject;
}

/** API Gateway gives up after 30 s; ours answer long before. */
const TIMEOUT_SECONDS = 15;

export function httpConfig<const Routes extends readonly Route[]>(declared: {
  name: string;
  routes: Routes;
  uses: readonly Use[];
  settings?: z.ZodObject;
}): HttpConfig<Routes> {
  return { timeoutSeconds: TIMEOUT_SECONDS, ...declared, kind: 'http' };
}

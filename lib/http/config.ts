/** An HTTP function declares its routes, who may call them, and all that it may touch. No heavy import here. */
import type * as z from 'zod';
import { table, tokens, type Use } from '../declare/uses.ts';
import type { NoSettings } from '../settings/settings.ts';
import type { Roles } from '../token/principal.ts';
import { idempotencyKeys, seenCallbacks } from './idempotencyRow.ts';
import { attempts } from './throttleRow.ts';

export interface Route<SettingName extends string = string, Role extends string = string> {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With parameters in braces, as API Gateway writes them: `/v1/things/{id}`. */
  path: string;
  /** The name of the action that answers. */
  action: string;
  /** One sentence for people. */
  summary: string;
  access: Access<Role>;
  /** One that takes undefined may be left out. */
  body?: z.ZodType;
  query?: z.ZodObject;
  /** Status → what the body is then. */
  answers: { readonly [status: number]: z.ZodType };
  /** Status → the codes of the problems that the action itself answers; those of the frame are known. */
  problems?: { readonly [status: number]: readonly string[] };
  /** Makes something new, so it takes an `Idempotency-Key`. */
  creates?: true;
  /** The resource has versions: `ETag` in answers, `If-None-Match` of a GET, `If-Match` of all others (RFC 9110). */
  versioned?: true;
  /** The answer holds a new token. */
  mints?: true;
  throttle?: Throttle<SettingName>;
}

/**
 * `open` to all; `signed` as Standard Webhooks has it, with CALLBACK_SECRET; else with a bearer token of one of these
 * roles, and what each may touch.
 */
export type Access<Role extends string = string> = 'open' | 'signed' | { readonly [R in Role]?: Scope };

/**
 * `all`, or only their own: whose it is, says that field of the request, or, where it must be looked up first, the
 * decision (`ownedBy`).
 */
export type Scope = 'all' | Field | 'found';

/** How many tries one address, and one account, has: names of settings that hold `20/3600` (in so many seconds) or `off`. */
export interface Throttle<SettingName extends string = string> {
  perAddress: SettingName;
  perAccount: SettingName;
  /** The field that names the account; of several the first that the request has. */
  account: Field | readonly Field[];
  /** Only a request that has this field is a try. */
  triedBy?: Field;
}

/** The name of a field of the request. */
type Field = `body.${string}` | `path.${string}`;

export interface HttpConfig<
  Routes extends readonly Route[] = readonly Route[],
  Shape extends z.ZodObject = z.ZodObject,
> {
  kind: 'http';
  name: string;
  routes: Routes;
  uses: readonly Use[];
  /** The roles that `access` may name. */
  roles: Roles;
  timeoutSeconds: number;
  /** Default 1024, which is a good half of a processor. */
  memoryMb?: number;
  /** The function's own settings. */
  settings?: Shape;
}

/** API Gateway gives up after 30 s; ours answer long before. */
const TIMEOUT_SECONDS = 15;

export function httpConfig<
  const Routes extends readonly Route[],
  Shape extends z.ZodObject = NoSettings,
  Known extends Roles = Record<never, never>,
>(declared: {
  name: string;
  routes: Routes & readonly Route<keyof Shape['shape'] & string, keyof Known & string>[];
  uses: readonly Use[];
  /** Needed where a route takes bearer tokens. */
  roles?: Known;
  settings?: Shape;
}): HttpConfig<Routes, Shape> {
  const uses = [...declared.uses, ...usesOf(declared.routes)];
  return { timeoutSeconds: TIMEOUT_SECONDS, roles: {}, ...declared, uses, kind: 'http' };
}

/** The tables and ports that the frame itself needs for such routes. */
function usesOf(routes: readonly Route[]): Use[] {
  const frame: [boolean, Use][] = [
    [routes.some(({ creates }) => creates), table(idempotencyKeys)],
    [routes.some(({ access }) => access === 'signed'), table(seenCallbacks)],
    [routes.some(({ throttle }) => throttle), table(attempts)],
    [routes.some(({ access, mints }) => mints || typeof access === 'object'), tokens],
  ];
  return frame.flatMap(([isNeeded, use]) => (isNeeded ? [use] : []));
}

/** The paths that browsers ask first whether they may (CORS); each once. */
export function preflightPaths({ routes }: { routes: readonly Route[] }): string[] {
  return [...new Set(routes.map(({ path }) => path))];
}

/**
 * Web pages that reach for the local stack: a developer's browser opens them on the machine where the stack listens. Pages
 * of other origins are known by Origin and Sec-Fetch-Site (https://www.w3.org/TR/fetch-metadata/), pages whose name was
 * pointed at this machine (DNS rebinding) by the Host header.
 */
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { Problem } from '../lib/http/problem.ts';

export interface Door {
  /** The address that the server listens on; a name is accepted as Host, too. */
  host: string;
  /** Pages of other origins may call; their browsers ask by CORS. */
  crossOrigin?: true;
}

/** Why the request is refused before anything of it is read; undefined lets it in. */
export function refusalOf({ method, headers }: IncomingMessage, { host, crossOrigin }: Door): Problem | undefined {
  if (!isOwnName(headers.host ?? '', host)) return misdirected;
  const site = headers['sec-fetch-site'] ?? 'none';
  if (crossOrigin || isLink(method, headers)) return undefined;
  const isOwnOrigin = headers.origin === undefined || headers.origin === `http://${headers.host}`.toLowerCase();
  return isOwnOrigin && (site === 'none' || site === 'same-origin') ? undefined : foreignPage;
}

/** Nobody else can point an address, or localhost (RFC 6761, 6.3), at this machine. */
function isOwnName(header: string, listensOn: string): boolean {
  const [, bracketed, plain = bracketed] =
    /^(?:\[([^\]]*)\]|([^:[\]]+))(?::\d{1,5})?$/.exec(header.toLowerCase()) ?? [];
  if (plain === undefined) return false;
  if (bracketed !== undefined) return isIP(bracketed) === 6;
  return isIP(plain) === 4 || /^(?:[\w-]+\.)*localhost$/.test(plain) || plain === listensOn.toLowerCase();
}

/** Somebody followed a link to what is only read: the page that holds the link doesn't see the answer. */
function isLink(method: string | undefined, headers: IncomingMessage['headers']): boolean {
  const isRead = method === 'GET' && headers.origin === undefined;
  return isRead && headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
}

const misdirected: Problem = {
  status: 421,
  code: 'FOREIGN_HOST',
  title: 'Foreign Host',
  detail:
    'Call the local stack by an IP address, localhost, or the name that --host gives: any page can own another name.',
};

const foreignPage: Problem = {
  status: 403,
  code: 'FOREIGN_ORIGIN',
  title: 'Foreign origin',
  detail:
    'A web page of another origin must not use this: call it from a terminal, a program, or a page of this server.',
};

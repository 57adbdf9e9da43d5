/** A request as the event a Lambda gets: API Gateway HTTP API, payload format 2.0 (API Gateway guide, "Lambda proxy integrations for HTTP APIs"). */

import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { machineClock } from '../../lib/clock/clock.ts';
import type { Matched } from './routes.ts';

type Headers = Record<string, string>;

export function toGatewayEvent(
  request: IncomingMessage,
  { routeKey, parameters }: Matched,
  body: Buffer,
): APIGatewayProxyEventV2 {
  const { path, query } = splitTarget(request);
  const { cookie, ...headers } = joinedHeaders(request);
  const queryStringParameters = joined(new URLSearchParams(query));
  return {
    version: '2.0',
    routeKey,
    rawPath: decodedPath(path),
    rawQueryString: query,
    ...(cookie !== undefined && { cookies: cookie.split(/;\s*|,/).filter((one) => one !== '') }),
    headers: { ...headers, ...forwarded(request, headers) },
    ...(query !== '' && { queryStringParameters }),
    requestContext: contextOf(request, routeKey, decodedPath(path)),
    ...(parameters && { pathParameters: parameters }),
    ...bodyOf(body, headers['content-type']),
  };
}

/** HTTP APIs decode the path, except for `%25`; REST APIs and function URLs don't. */
function decodedPath(path: string): string {
  return decodeURIComponent(path.replaceAll('%25', '%2525'));
}

/** Both still encoded. */
export function splitTarget({ url = '/' }: IncomingMessage): { path: string; query: string } {
  const [path = '/', ...rest] = url.split('?');
  return { path, query: rest.join('?') };
}

/** Names in lower case, several headers of one name joined by commas. */
function joinedHeaders(request: IncomingMessage): Headers {
  return Object.fromEntries(
    Object.entries(request.headersDistinct).map(([name, values = []]) => [name, values.join(',')]),
  );
}

function joined(query: URLSearchParams): Headers {
  return Object.fromEntries([...new Set(query.keys())].map((name) => [name, query.getAll(name).join(',')]));
}

function forwarded({ socket }: IncomingMessage, headers: Headers): Headers {
  const before = headers['x-forwarded-for'];
  const address = socket.remoteAddress ?? '';
  return {
    'x-forwarded-for': before === undefined ? address : `${before}, ${address}`,
    'x-forwarded-port': String(socket.localPort ?? ''),
    'x-forwarded-proto': 'http',
  };
}

function contextOf(request: IncomingMessage, routeKey: string, path: string): APIGatewayProxyEventV2['requestContext'] {
  const now = new Date(machineClock());
  const domainName = (request.headers.host ?? 'localhost').replace(/:\d+$/, '');
  return {
    accountId: '000000000000',
    apiId: 'local',
    domainName,
    domainPrefix: domainName.split('.')[0] ?? domainName,
    http: {
      method: request.method ?? 'GET',
      path,
      protocol: `HTTP/${request.httpVersion}`,
      sourceIp: request.socket.remoteAddress ?? '',
      userAgent: request.headers['user-agent'] ?? '',
    },
    requestId: randomUUID(),
    routeKey,
    stage: '$default',
    time: commonLogTime(now),
    timeEpoch: now.getTime(),
  };
}

/** `12/Mar/2020:19:03:58 +0000` */
function commonLogTime(time: Date): string {
  const [, day, month, year, clock] = time.toUTCString().split(' ');
  return `${day}/${month}/${year}:${clock} +0000`;
}

/**
 * AWS documents no list; observed there (https://github.com/ministackorg/ministack/pull/766): these types come as
 * text, all else, and what has no type, in base64. So do bytes that are no text, whatever their type says.
 */
function bodyOf(body: Buffer, contentType = ''): { body?: string; isBase64Encoded: boolean } {
  if (body.length === 0) return { isBase64Encoded: false };
  const isText = TEXT_TYPE.test(contentType) && isUtf8(body);
  return { body: body.toString(isText ? 'utf8' : 'base64'), isBase64Encoded: !isText };
}

const TEXT_TYPE = /^\s*(?:text\/|application\/(?:json|xml|javascript)\s*(?:;|$))/i;

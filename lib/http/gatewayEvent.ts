/** An event of API Gateway (payload 2.0) in one shape: what may be null or missing there is empty here. */
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

export type Event = APIGatewayProxyEventV2;

type TextFields = Record<string, string>;

/** MiniStack sends `pathParameters: null`; saved events and other gateways leave out what they don't have. */
export function readEvent(event: Event): Event {
  const { routeKey = '$default', rawPath = '/', rawQueryString = '', isBase64Encoded = false, body, ...rest } = event;
  const named = routeKey.split(' ')[0] ?? '';
  const http = { method: named, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '', userAgent: '' };
  return {
    ...rest,
    version: '2.0',
    routeKey,
    rawPath,
    rawQueryString,
    isBase64Encoded,
    headers: Object.fromEntries(
      Object.entries(fieldsOf(event.headers)).map(([name, text]) => [name.toLowerCase(), text]),
    ),
    cookies: event.cookies ?? [],
    queryStringParameters: fieldsOf(event.queryStringParameters),
    pathParameters: fieldsOf(event.pathParameters),
    requestContext: { ...event.requestContext, http: { ...http, ...event.requestContext?.http } },
    ...(typeof body === 'string' && { body }),
  };
}

function fieldsOf(given: Readonly<Record<string, unknown>> | null | undefined): TextFields {
  const told = Object.entries(given ?? {}).filter((field): field is [string, string] => typeof field[1] === 'string');
  return Object.fromEntries(told);
}

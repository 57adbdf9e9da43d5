/** A function of six routes that each answer who they are and what they got, and events of API Gateway (payload 2.0) for it. */
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import * as z from 'zod';
import { answer, type Command } from '../../../lib/http/action.ts';
import { api } from '../../../lib/http/api.ts';
import { httpConfig } from '../../../lib/http/config.ts';
import { openPlatform } from '../../fixtures/platform.ts';

const open = { access: 'open', summary: 'A thing.', answers: { 200: z.unknown() } } as const;

const config = httpConfig({
  name: 'things',
  routes: [
    { ...open, method: 'GET', path: '/v1/things/{id}', action: 'show' },
    { ...open, method: 'GET', path: '/v1/things/{id}/contact', action: 'contact' },
    { ...open, method: 'GET', path: '/v1/things/newest', action: 'newest' },
    { ...open, method: 'GET', path: '/v1/{kind}/{id}/of/{year}', action: 'yearly' },
    { ...open, method: 'POST', path: '/v1/things/{id}', action: 'put', body: z.looseObject({}) },
    { ...open, method: 'DELETE', path: '/v1/things/{id}', action: 'remove', body: z.looseObject({}).optional() },
  ],
  uses: [],
});

/** Answers who it is and what it got. */
function echo(action: string): Command {
  return {
    decide: ({ request: { path, query, body, address, headers } }) =>
      answer(200, { action, path, query, body, address, agent: headers['user-agent'] }),
  };
}

const actions = {
  show: echo('show'),
  contact: echo('contact'),
  newest: echo('newest'),
  yearly: echo('yearly'),
  put: echo('put') as never,
  remove: echo('remove') as never,
};

export type Told = Record<string, unknown>;

/** Asks by event: status, and the action's answer or the problem. */
export async function givenThings() {
  const platform = await openPlatform([config]);
  const handler = api(config, actions, platform.open());
  const context = { awsRequestId: 'request-1', getRemainingTimeInMillis: () => 10_000 } as Context;
  return async (event: Told): Promise<{ status: number | undefined; told: Told }> => {
    const { statusCode, body } = await handler(event as unknown as APIGatewayProxyEventV2, context);
    return { status: statusCode, told: JSON.parse(body ?? '{}') as Told };
  };
}

/** An event as AWS sends it: the path decoded except for %25, and null or nothing where there is nothing. */
export function eventOf(routeKey: string, rawPath: string, more: Told = {}): Told {
  const http = { method: routeKey.split(' ')[0], path: rawPath, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1' };
  const requestContext = { http, routeKey, stage: '$default', requestId: '1' };
  return {
    version: '2.0',
    routeKey,
    rawPath,
    rawQueryString: '',
    headers: {},
    requestContext,
    isBase64Encoded: false,
    ...more,
  };
}

/** The same with a stage of a name, which AWS writes before the path. */
export function staged(routeKey: string, rawPath: string, stage: string, more: Told = {}): Told {
  const event = eventOf(routeKey, rawPath, more);
  return { ...event, requestContext: { ...(event['requestContext'] as Told), stage } };
}

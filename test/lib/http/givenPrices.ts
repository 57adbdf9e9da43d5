/** An HTTP function of one open route, and a request for it. */
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod';
import { httpConfig } from '../../../lib/http/config.ts';

const show = { method: 'GET', path: '/prices', action: 'show', access: 'open' } as const;

export const config = httpConfig({
  name: 'prices',
  routes: [{ ...show, summary: 'A price.', answers: { 200: z.unknown() } }],
  uses: [],
});

export const request = {
  version: '2.0',
  routeKey: 'GET /prices',
  rawPath: '/prices',
  headers: {},
  requestContext: { http: { method: 'GET', path: '/prices', sourceIp: '192.0.2.1' }, stage: '$default' },
} as unknown as APIGatewayProxyEventV2;

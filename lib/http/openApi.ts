/** The API as an OpenAPI 3.1 document (https://spec.openapis.org/oas/v3.1.1), made from the routes that functions declare. */
import { STATUS_CODES } from 'node:http';
import type * as z from 'zod';
import type { HttpConfig, Route } from './config.ts';
import { jsonSchema, problemSchema } from './jsonSchema.ts';
import { problemsOf } from './knownProblems.ts';
import { headerParameters, parametersOf } from './openApiParameters.ts';

type Json = Record<string, unknown>;

/** Tells people what API it is. */
export interface ApiInfo {
  title: string;
  version: string;
  description: string;
}

export function openApi(configs: readonly HttpConfig[], info: ApiInfo): Json {
  const paths: Record<string, Json> = {};
  for (const { config, route } of sortedRoutes(configs)) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(config.name, route) };
  }
  return {
    openapi: '3.1.0',
    info,
    servers: [{ url: '/' }],
    tags: configs.map(({ name }) => ({ name })),
    paths,
    components: {
      schemas: { Problem: problemSchema },
      responses: problemResponses(configs),
      parameters: headerParameters,
      headers,
      securitySchemes,
    },
  };
}

function sortedRoutes(configs: readonly HttpConfig[]) {
  const routes = configs.flatMap((config) => config.routes.map((route) => ({ config, route })));
  return routes.sort((a, b) => (a.route.path < b.route.path ? -1 : 1));
}

function operation(functionName: string, route: Route): Json {
  const { action, summary, access, body } = route;
  const isLimited = typeof access === 'object';
  return {
    operationId: `${functionName}.${action}`,
    tags: [functionName],
    summary,
    ...(isLimited && { description: `Roles: ${rolesText(access)}.` }),
    security: securityOf(access),
    parameters: parametersOf(route),
    ...(body && { requestBody: requestBody(body) }),
    responses: responsesOf(route),
    'x-problem-codes': Object.fromEntries(problemsOf(route)),
  };
}

function requestBody(body: z.ZodType): Json {
  const required = !body.safeParse(undefined).success;
  return { required, content: { 'application/json': { schema: jsonSchema(body) } } };
}

function rolesText(access: object): string {
  const told = Object.entries(access).map(([role, scope]) => (scope === 'all' ? role : `${role} (only their own)`));
  return told.join(', ');
}

function securityOf(access: Route['access']): Json[] {
  if (access === 'open') return [];
  return access === 'signed' ? [{ webhookSignature: [] }] : [{ bearer: [] }];
}

function responsesOf(route: Route): Json {
  const answers = Object.entries(route.answers).map(([status, schema]: [string, z.ZodType]) => {
    const hasBody = schema.type !== 'undefined';
    const content = hasBody && { content: { 'application/json': { schema: jsonSchema(schema, 'output') } } };
    return [status, { description: STATUS_CODES[status], headers: answerHeaders(route), ...content }];
  });
  const known = { description: STATUS_CODES[304], headers: answerHeaders(route) };
  const problems = [...problemsOf(route).keys()].map((status) => [
    status,
    { $ref: `#/components/responses/Problem${status}` },
  ]);
  const isKnown = route.versioned && route.method === 'GET' ? [[304, known]] : [];
  return Object.fromEntries([...answers, ...isKnown, ...problems]);
}

/** One a status: which of its codes a route may answer, the route says. */
function problemResponses(configs: readonly HttpConfig[]): Json {
  const statuses = configs.flatMap(({ routes }) => routes.flatMap((route) => [...problemsOf(route).keys()]));
  const named = [...new Set(statuses)].sort().map((status) => {
    const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
    const waits = status === 429 || status === 503 ? ['retry-after'] : [];
    return [`Problem${status}`, { description: STATUS_CODES[status], headers: headersOf(waits), content }];
  });
  return Object.fromEntries(named);
}

function answerHeaders({ access, creates, versioned }: Route): Json {
  return headersOf([
    ...(creates || access === 'signed' ? ['idempotent-replayed'] : []),
    ...(versioned ? ['etag'] : []),
  ]);
}

function headersOf(more: readonly string[]): Json {
  const names = ['x-request-id', 'traceparent', ...more];
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

const headers = {
  'x-request-id': { description: 'names this request in our log', required: true, schema: { type: 'string' } },
  traceparent: { description: 'W3C trace context of what followed', required: true, schema: { type: 'string' } },
  'idempotent-replayed': { description: 'true where the answer was given before', schema: { const: 'true' } },
  etag: { description: 'the version that is shown', schema: { type: 'string' } },
  'retry-after': { description: 'seconds to wait', schema: { type: 'string', pattern: '^[0-9]+$' } },
};

const securitySchemes = {
  bearer: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'RS256, with iss, aud, exp, sub and roles; of our own issuer or of the one that the settings name',
  },
  webhookSignature: {
    type: 'apiKey',
    in: 'header',
    name: 'webhook-signature',
    description: 'Standard Webhooks: webhook-id, webhook-timestamp and the body, signed with the callback secret',
  },
};

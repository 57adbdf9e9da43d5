/** The parameters of an operation beside its body: parts of the path, the query, and headers. */
import type * as z from 'zod';
import type { Route } from './config.ts';
import { jsonSchema } from './jsonSchema.ts';

type Json = Record<string, unknown>;

/** No id of ours is longer. */
const MAX_ID_CHARACTERS = 256;

export const headerParameters = {
  traceparent: {
    name: 'traceparent',
    in: 'header',
    description: 'W3C trace context; another one is begun where it is none',
    schema: { type: 'string' },
  },
  idempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description: 'names this request: sent again within 24 hours, it gets the same answer, and nothing is done twice',
    schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,255}$' },
  },
  ifMatch: {
    name: 'If-Match',
    in: 'header',
    description: 'the ETag of the version that is to be changed; 412 when there is another by now',
    schema: { type: 'string' },
  },
  ifNoneMatch: {
    name: 'If-None-Match',
    in: 'header',
    description: 'the ETag of the version that is known; 304 when it is still that one',
    schema: { type: 'string' },
  },
  webhookId: { name: 'webhook-id', in: 'header', required: true, schema: { type: 'string' } },
  webhookTimestamp: { name: 'webhook-timestamp', in: 'header', required: true, schema: { type: 'string' } },
};

export function parametersOf({ method, path, query, creates, versioned, access }: Route): Json[] {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  const schema = { type: 'string', minLength: 1, maxLength: MAX_ID_CHARACTERS };
  return [
    ...names.map((name) => ({ name, in: 'path', required: true, schema })),
    ...Object.entries(query?.shape ?? {}).map(queryParameter),
    ...(creates ? [toParameter('idempotencyKey')] : []),
    ...(versioned ? [toParameter(method === 'GET' ? 'ifNoneMatch' : 'ifMatch')] : []),
    ...(access === 'signed' ? [toParameter('webhookId'), toParameter('webhookTimestamp')] : []),
    toParameter('traceparent'),
  ];
}

function queryParameter([name, field]: [string, z.core.$ZodType]): Json {
  const schema = field as z.ZodType;
  const isOptional = schema.safeParse(undefined).success;
  return { name, in: 'query', required: !isOptional, schema: jsonSchema(schema, 'output') };
}

function toParameter(name: keyof typeof headerParameters): Json {
  return { $ref: `#/components/parameters/${name}` };
}

/** Bodies of requests: JSON, not too large, and on some routes left out. */
import type { MiddlewareObj } from '@middy/core';
import jsonBody from '@middy/http-json-body-parser';
import type { APIGatewayProxyEventV2 as Event, APIGatewayProxyStructuredResultV2 as Result } from 'aws-lambda';
import type * as z from 'zod';
import { MAX_DEPTH } from '../envelope/json.ts';
import { ProblemError } from './problem.ts';

/** Bodies over this many characters are refused before they are parsed. */
const MAX_BODY_CHARACTERS = 1_000_000;

/** Throws a 413. */
export function capBody({ event }: { event: Event }): void {
  const { length } = event.body ?? '';
  if (length <= MAX_BODY_CHARACTERS) return;
  const detail = `The body has ${length} characters; at most ${MAX_BODY_CHARACTERS} are taken.`;
  throw new ProblemError({ status: 413, code: 'TOO_LARGE', title: 'Too large', detail });
}

/** Where the schema takes undefined, an empty body is none: there is nothing to parse, and no content type to ask for. */
export function bodyParser(schema: z.ZodType): MiddlewareObj<Event, Result> {
  const parser = jsonBody() as MiddlewareObj<Event, Result>;
  if (!schema.safeParse(undefined).success) return parser;
  return {
    before: async (request) => {
      if (request.event.body) await parser.before?.(request);
      else delete request.event.body;
    },
  };
}

/** Items hold 32 levels (DynamoDB's limit), and deeper ones would end the recursion of whatever looks at them. Throws a 400. */
export function notTooDeep(body: unknown): unknown {
  let level: unknown[] = [body];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) throw tooDeep();
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  }
  return body;
}

function tooDeep(): ProblemError {
  const detail = `The body is nested more than ${MAX_DEPTH} deep.`;
  return new ProblemError({ status: 400, code: 'INVALID_VALUE', title: 'Invalid value', detail });
}

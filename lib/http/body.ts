/** Bodies of requests: JSON, not too large, and on some routes left out. */
import type { MiddlewareObj } from '@middy/core';
import jsonBody from '@middy/http-json-body-parser';
import type { APIGatewayProxyStructuredResultV2 as Result } from 'aws-lambda';
import type * as z from 'zod';
import { MAX_DEPTH } from '../envelope/json.ts';
import type { Event } from './gatewayEvent.ts';
import { declaredAsJson, notUtf8, utf8Text } from './json.ts';
import { ProblemError } from './problem.ts';

/** Bodies over this many characters are refused before they are parsed. */
const MAX_BODY_CHARACTERS = 1_000_000;

/** Base64 counts as the bytes that it stands for. Throws a 413. */
export function capBody({ event: { body = '', isBase64Encoded } }: { event: Event }): void {
  const length = isBase64Encoded ? Buffer.byteLength(body, 'base64') : body.length;
  if (length <= MAX_BODY_CHARACTERS) return;
  const detail = `The body has ${length} characters; at most ${MAX_BODY_CHARACTERS} are taken.`;
  throw new ProblemError({ status: 413, code: 'TOO_LARGE', title: 'Too large', detail });
}

/** Where the schema takes undefined, an empty body is none: there is nothing to parse, and no content type to ask for. */
export function bodyParser(schema: z.ZodType): MiddlewareObj<Event, Result> {
  const parser = jsonBody({ disableContentTypeCheck: true }) as MiddlewareObj<Event, Result>;
  const mayBeLeftOut = schema.safeParse(undefined).success;
  return {
    before: async (request) => {
      const { event } = request;
      if (!event.body && mayBeLeftOut) {
        delete event.body;
        return;
      }
      declaredAsJson(event.headers['content-type']);
      Object.assign(event, { body: textOf(event), isBase64Encoded: false });
      await parser.before?.(request);
    },
  };
}

/** Throws a 400 where the bytes were no UTF-8, or a gateway has put U+FFFD in their place. */
function textOf({ body = '', isBase64Encoded, headers }: Event): string {
  if (isBase64Encoded) return utf8Text(Buffer.from(body, 'base64'));
  const sentBytes = headers['content-length'];
  const isWhole = !body.includes('\ufffd') || sentBytes === undefined || Number(sentBytes) === Buffer.byteLength(body);
  if (isWhole) return body.replace(/^\ufeff/, '');
  throw notUtf8(Number(sentBytes));
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

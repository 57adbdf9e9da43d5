/** Turns a Lambda's answer into the HTTP response that an API Gateway HTTP API makes of it. */
import { type ServerResponse, validateHeaderName, validateHeaderValue } from 'node:http';
import * as z from 'zod';

export interface GatewayAnswer {
  status: number;
  headers: Record<string, string>;
  cookies: string[];
  body: Buffer;
}

const structured = z.object({
  statusCode: z.coerce.number().int().min(100).max(599),
  headers: z.record(z.string(), z.coerce.string()).refine(canBeSent).nullish(),
  cookies: z
    .array(z.string())
    .refine((cookies) => canBeSent(Object.fromEntries(cookies.entries())))
    .nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

/** null when it is not shaped as payload format 2.0 wants it. */
export function fromLambdaAnswer(answer: unknown): GatewayAnswer | null {
  if (!hasStatusCode(answer)) return inferred(answer);
  const { success, data } = structured.safeParse(answer);
  if (!success) return null;
  const headers = Object.entries(data.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    status: data.statusCode,
    headers: { 'content-type': 'text/plain;charset=UTF-8', ...Object.fromEntries(headers) },
    cookies: data.cookies ?? [],
    body: Buffer.from(data.body ?? '', data.isBase64Encoded ? 'base64' : 'utf8'),
  };
}

/** `{"message": "Not Found"}`, as API Gateway answers by itself. */
export function ownAnswer(status: number, message: string): GatewayAnswer {
  return { ...inferred({ message }), status };
}

export function writeAnswer(response: ServerResponse, { status, headers, cookies, body }: GatewayAnswer): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (cookies.length > 0) response.setHeader('set-cookie', cookies);
  // A function's own content-length would contradict what is sent here.
  response.setHeader('content-length', body.length);
  response.writeHead(status).end(body);
}

/** An answer without statusCode is the body of a 200 in JSON (API Gateway guide, "Lambda function response for format 2.0"). */
function inferred(answer: unknown): GatewayAnswer {
  const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
  return { status: 200, headers: { 'content-type': 'application/json' }, cookies: [], body: Buffer.from(text) };
}

function canBeSent(headers: Record<string, string>): boolean {
  try {
    for (const [name, value] of Object.entries(headers)) {
      validateHeaderName(name);
      validateHeaderValue(name, value);
    }
    return true;
  } catch {
    return false;
  }
}

function hasStatusCode(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && 'statusCode' in answer;
}

/** The answer of an action, and its form for API Gateway (payload 2.0). */
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { type Trace, toTraceparent } from '../observability/trace.ts';

export interface HttpAnswer {
  status: number;
  headers?: Readonly<Record<string, string>>;
  /** Written as JSON; undefined: none. */
  body: unknown;
}

export function toGateway(answer: HttpAnswer, requestId: string, trace: Trace): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode: answer.status,
    headers: {
      ...(answer.body !== undefined && { 'content-type': 'application/json' }),
      'cache-control': 'no-store',
      'x-request-id': requestId,
      traceparent: toTraceparent(trace),
      ...answer.headers,
    },
    ...(answer.body !== undefined && { body: JSON.stringify(answer.body) }),
  };
}

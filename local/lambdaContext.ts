/** The context object that a handler gets with its invocation. */

import type { Context } from 'aws-lambda';
import { machineClock } from '../lib/clock/clock.ts';

/** Without the callbacks of old: the Node 24 runtime has none. */
export type LambdaContext = Omit<Context, 'clientContext' | 'done' | 'fail' | 'succeed'> & { clientContext?: unknown };

/** The memory that the deployment gives each function. */
export const MEMORY_MB = 1024;

export type Handler = (event: unknown, context: LambdaContext) => unknown;

export function createContext(name: string, timeoutMs: number, requestId: string): LambdaContext {
  const endsAtMs = performance.now() + timeoutMs;
  const day = new Date(machineClock()).toISOString().slice(0, 10).replaceAll('-', '/');
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: name,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
    memoryLimitInMB: String(MEMORY_MB),
    awsRequestId: requestId,
    logGroupName: `/aws/lambda/${name}`,
    logStreamName: `${day}/[$LATEST]${process.pid}`,
    getRemainingTimeInMillis: () => Math.max(0, Math.floor(endsAtMs - performance.now())),
  };
}

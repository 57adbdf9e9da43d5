/** Invokes a handler in this process as Lambda would: JSON in, JSON out, a context, and a time limit. */
import { randomUUID } from 'node:crypto';
import type { LocalFunction } from './functions.ts';
import { createContext } from './lambdaContext.ts';

/** Throws what the function throws; the answer is what is left after JSON. */
export type Invoke = (
  fn: LocalFunction,
  event: unknown,
  requestId?: string,
  clientContext?: unknown,
) => Promise<unknown>;

/** Where functions run. */
export interface Runtime {
  invoke: Invoke;
  close(): Promise<void>;
}

/** Throws what the handler throws, and an Error after `timeoutSeconds` of its config; the work can't be stopped, and goes on. */
export async function invoke(
  fn: LocalFunction,
  event: unknown,
  requestId: string = randomUUID(),
  clientContext?: unknown,
): Promise<unknown> {
  const { name, timeoutSeconds } = fn.config;
  const handler = await fn.load();
  const context = { ...createContext(name, timeoutSeconds * 1000, requestId), clientContext };
  const answer = await within(timeoutSeconds, async () => await handler(overJson(event), context));
  return overJson(answer);
}

/** Passes a value through JSON as Lambda does; no value at all becomes null. */
function overJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value) ?? 'null');
}

async function within<T>(seconds: number, work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    const message = `Task timed out after ${seconds.toFixed(2)} seconds`;
    timer = setTimeout(() => reject(new Error(message)), seconds * 1000);
  });
  try {
    return await Promise.race([work(), limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** CORS by the setting CORS_ORIGINS: which pages of other origins a browser lets read our answers. */
import type { MiddlewareObj } from '@middy/core';
import httpCors from '@middy/http-cors';
import { once } from '../lambda/lambda.ts';
import { allowed } from './corsRules.ts';
import type { OpenOnce, Result } from './endpoint.ts';
import type { Event } from './gatewayEvent.ts';

/** Settings are there only once the engine is open. Where that fails, there is an error to answer, and nothing to allow. */
export function cors(engine: OpenOnce): MiddlewareObj<Event, Result> {
  const opened = once(async () => {
    const origins = (await engine()).settings.CORS_ORIGINS.split(',').flatMap((origin) => origin.trim() || []);
    return origins.length === 0 ? undefined : httpCors(optionsFor(origins));
  });
  return {
    after: async (request) => {
      await (await opened())?.after?.(request as never);
    },
    onError: async (request) => {
      await (await opened().catch(() => undefined))?.onError?.(request as never);
    },
  };
}

function optionsFor(origins: string[]) {
  return {
    origins,
    methods: allowed.methods.join(','),
    headers: allowed.headers.join(','),
    exposeHeaders: allowed.exposedHeaders.join(','),
    maxAge: allowed.maxAgeSeconds,
  };
}

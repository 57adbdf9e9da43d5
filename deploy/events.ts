/**
 * Routes and schedules that call a function, in the words of osls; Kafka's mappings are made in mappings.ts. The API
 * itself answers browsers that ask first (httpApi.ts).
 */
import { expressionOf } from '../lib/declare/schedule.ts';
import type { FunctionConfig } from './declaredFunctions.ts';

export type OslsEvent = { httpApi: { method: string; path: string } } | { schedule: { rate: string[] } };

export function events(config: FunctionConfig): OslsEvent[] {
  switch (config.kind) {
    case 'http':
      return config.routes.map(({ method, path }) => ({ httpApi: { method, path } }));
    case 'job':
      return scheduled(expressionOf(config.schedule));
    case 'consumer':
      return [];
    default:
      return config satisfies never;
  }
}

function scheduled(expression: string | undefined): OslsEvent[] {
  return expression === undefined ? [] : [{ schedule: { rate: [expression] } }];
}

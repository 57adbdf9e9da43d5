/** Reserved concurrency: a share of the account's that a kind of function always has, and never exceeds. */
import { usesPort } from '../lib/declare/uses.ts';
import type { Application } from './application.ts';
import { type conditions, textIf } from './conditions.ts';
import type { FunctionConfig } from './declaredFunctions.ts';
import { functionLogicalId } from './logicalId.ts';
import type { ParameterName } from './parameters.ts';

/**
 * HTTP functions are kept from starving the consumers of an account's 1,000; senders from calling SES faster than its rate.
 * Neither by default: an account whose whole limit is 10 has nothing to reserve.
 */
export function concurrencyExtensions({ functions }: Application) {
  const limited = functions.flatMap(({ config }) => {
    const limit = limitOf(config);
    const Properties = limit && { ReservedConcurrentExecutions: textIf(...limit) };
    return Properties ? [[functionLogicalId(config.name), { Properties }] as const] : [];
  });
  return Object.fromEntries(limited);
}

function limitOf(config: FunctionConfig): [keyof typeof conditions, ParameterName] | undefined {
  if (config.kind === 'http') return ['LimitsHttp', 'HttpConcurrency'];
  return usesPort(config, 'mail') ? ['LimitsSenders', 'SenderConcurrency'] : undefined;
}

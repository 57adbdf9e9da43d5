/** Secrets Manager: the keys of our tokens, for functions that verify or mint them. */
import { usesPort } from '../application.ts';
import type { FunctionConfig } from '../declaredFunctions.ts';
import { parameter } from '../parameters.ts';
import { allow, type Statement } from './statement.ts';

export function secretPermissions(config: FunctionConfig): Statement[] {
  if (!usesPort(config, 'tokens')) return [];
  return [allow(['secretsmanager:GetSecretValue'], [parameter('TokenKeysSecretArn')])];
}

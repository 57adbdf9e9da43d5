/** Secrets Manager: the secrets that a function reads at run time, and the key that they are encrypted with. */
import { usesPort } from '../../lib/declare/uses.ts';
import { topicsLookedFor } from '../application.ts';
import { onlyIf } from '../conditions.ts';
import type { FunctionConfig } from '../declaredFunctions.ts';
import { takesCallbacks } from '../environment.ts';
import { parameter } from '../parameters.ts';
import { decryptBySecrets } from './kafkaSecret.ts';
import { allow } from './statement.ts';

/** Each function hides what it keeps under the secret of digests. */
export function secretPermissions(config: FunctionConfig): object[] {
  const tries = topicsLookedFor(config) !== undefined;
  const read = [
    parameter('DigestSecretArn'),
    ...(tries || usesPort(config, 'tokens') ? [parameter('TokenKeysSecretArn')] : []),
    ...(tries || takesCallbacks(config) ? [parameter('CallbackSecretArn')] : []),
  ];
  return [
    allow(['secretsmanager:GetSecretValue'], read),
    onlyIf('NamesSecretsKey', decryptBySecrets(parameter('SecretsKeyArn'))),
  ];
}

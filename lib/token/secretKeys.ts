/** The signing keys in AWS Secrets Manager: a secret whose text is the JWK set, rotated by writing a new one. */
import {
  GetSecretValueCommand,
  SecretsManagerClient,
  type SecretsManagerClientConfig,
} from '@aws-sdk/client-secrets-manager';
import { Fault } from '../errors/fault.ts';
import type { KeySource } from './keySet.ts';

/** `secret` is an ARN or a name. */
export function secretKeys(secret: string, aws: SecretsManagerClientConfig = {}): KeySource {
  const requestHandler = { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true };
  const client = new SecretsManagerClient({ maxAttempts: 3, requestHandler, ...aws });
  return {
    read: async () => {
      const found = await client.send(new GetSecretValueCommand({ SecretId: secret })).catch((cause: unknown) => {
        throw new Fault('DEPENDENCY_UNAVAILABLE', `TOKEN_KEYS_SECRET: secret ${secret}: ${String(cause)}`, { cause });
      });
      if (found.SecretString === undefined)
        throw new Fault('SETTINGS_INVALID', `TOKEN_KEYS_SECRET: secret ${secret} holds no text`);
      return found.SecretString;
    },
  };
}

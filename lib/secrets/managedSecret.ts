/** A secret in AWS Secrets Manager, whose text is rotated by writing a new one. */
import {
  GetSecretValueCommand,
  SecretsManagerClient,
  type SecretsManagerClientConfig,
} from '@aws-sdk/client-secrets-manager';
import { Fault } from '../errors/fault.ts';

export interface ManagedSecret {
  /** Faults: SETTINGS_INVALID where it holds no text, DEPENDENCY_UNAVAILABLE. */
  read(): Promise<string>;
}

/** `setting` names the secret, by its ARN or name, and is what faults speak of. */
export function managedSecret(setting: string, id: string, aws: SecretsManagerClientConfig = {}): ManagedSecret {
  const requestHandler = { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true };
  const client = new SecretsManagerClient({ maxAttempts: 3, requestHandler, ...aws });
  return {
    read: async () => {
      const found = await client.send(new GetSecretValueCommand({ SecretId: id })).catch((cause: unknown) => {
        throw new Fault('DEPENDENCY_UNAVAILABLE', `${setting}: secret ${id}: ${String(cause)}`, { cause });
      });
      if (found.SecretString === undefined)
        throw new Fault('SETTINGS_INVALID', `${setting}: secret ${id} holds no text`);
      return found.SecretString;
    },
  };
}

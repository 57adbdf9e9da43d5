/** A secret's text, from Secrets Manager. */
import {
  GetSecretValueCommand,
  SecretsManagerClient,
  type SecretsManagerClientConfig,
} from '@aws-sdk/client-secrets-manager';
import { Fault } from '../errors/fault.ts';
import { awsFault } from './awsFault.ts';

/** By name or ARN. Faults: SETTINGS_INVALID where it holds no text, NOT_AUTHORISED, BROKER_UNAVAILABLE. */
export async function secretText(id: string, where: SecretsManagerClientConfig = {}): Promise<string> {
  const client = new SecretsManagerClient({ ...where, maxAttempts: 3, requestHandler: limits });
  try {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: id }));
    if (SecretString !== undefined) return SecretString;
    throw new Fault('SETTINGS_INVALID', `KAFKA_SECRET: ${id} holds bytes, expected text`);
  } catch (error) {
    throw awsFault(error, `GetSecretValue ${id}`);
  } finally {
    client.destroy();
  }
}

const limits = { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true };

/** DynamoDB's client with time limits. */
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

type Where = Pick<DynamoDBClientConfig, 'endpoint' | 'region' | 'credentials'>;

interface Limits {
  /** How long one try waits for an answer, and for more of it. */
  silenceMs?: number;
  /** How long one try waits for a connection. */
  connectMs?: number;
}

/**
 * A table answers within milliseconds, so seconds mean that no answer comes. The client tries again by itself, with the
 * same client token; longer waits are the caller's to decide. The default of 50 connections, kept alive, is enough for
 * the 40 round trips in which a batch of 1,000 records is claimed; more of them are no faster.
 */
export function dynamoClient(where: Where = {}, { silenceMs = 3_000, connectMs = 1_000 }: Limits = {}): DynamoDBClient {
  const client = new DynamoDBClient({
    ...where,
    maxAttempts: 3,
    requestHandler: {
      connectionTimeout: connectMs,
      requestTimeout: silenceMs,
      // Without it the limit on requests is only a warning, and it ends with the answer's first byte.
      throwOnRequestTimeout: true,
      socketTimeout: silenceMs,
    },
  });
  // It copies every request and answer without what is secret in them, a tenth of the processor time, for a log that is
  // nobody's.
  client.middlewareStack.remove('loggerMiddleware');
  return client;
}

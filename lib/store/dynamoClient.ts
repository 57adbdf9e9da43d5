/** DynamoDB's client with time limits. */
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

type Where = Pick<DynamoDBClientConfig, 'endpoint' | 'region' | 'credentials'>;

/**
 * A table answers within milliseconds, so seconds mean that no answer comes. The client tries again by itself, with the
 * same client token; longer waits are the caller's to decide. Connections are kept alive by default.
 */
export function dynamoClient(where: Where = {}): DynamoDBClient {
  return new DynamoDBClient({
    ...where,
    maxAttempts: 3,
    requestHandler: {
      connectionTimeout: 1_000,
      requestTimeout: 3_000,
      // Without it the limit on requests is only a warning, and it ends with the answer's first byte.
      throwOnRequestTimeout: true,
      socketTimeout: 3_000,
    },
  });
}

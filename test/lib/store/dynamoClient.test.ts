import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect, it } from 'vitest';
import { dynamoClient } from '../../../lib/store/dynamoClient.ts';

const stepsOf = (client: DynamoDBClient) => client.middlewareStack.identify().join('\n');

it('copies no request for a log, as the client of AWS does by itself', () => {
  const where = { region: 'eu-central-1' };
  expect(stepsOf(new DynamoDBClient(where))).toContain('loggerMiddleware');
  expect(stepsOf(dynamoClient(where))).not.toContain('loggerMiddleware');
});

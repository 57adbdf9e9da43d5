/** A declared table's keys and indexes in the words of DynamoDB's API, which are CloudFormation's too. */
import type { Table } from './store.ts';

export function dynamoShape({ indexes }: Table) {
  const secondary = Object.entries(indexes).map(([name, { partition, sort }]) => ({
    IndexName: name,
    KeySchema: keySchema(partition, sort),
    Projection: { ProjectionType: 'ALL' as const },
  }));
  const names = Object.values(indexes).flatMap(({ partition, sort }) => [partition, sort]);
  return {
    BillingMode: 'PAY_PER_REQUEST' as const,
    // Every attribute that is part of a key, once.
    AttributeDefinitions: [...new Set(['pk', 'sk', ...names])].map((name) => ({
      AttributeName: name,
      AttributeType: 'S' as const,
    })),
    KeySchema: keySchema('pk', 'sk'),
    ...(secondary.length > 0 && { GlobalSecondaryIndexes: secondary }),
  };
}

/** For a table whose items expire. */
export const timeToLive = { AttributeName: 'expiresAt', Enabled: true } as const;

function keySchema(partition: string, sort: string) {
  return [
    { AttributeName: partition, KeyType: 'HASH' as const },
    { AttributeName: sort, KeyType: 'RANGE' as const },
  ];
}

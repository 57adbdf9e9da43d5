/** A count on DynamoDB: one update that answers what it made. */
import { ConditionalCheckFailedException, type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { added } from './conditions.ts';
import { toAddExpression } from './dynamoExpressions.ts';
import { fromAttributes, toAttributes } from './dynamoItems.ts';
import type { Add, Item } from './store.ts';

/** Updates of one item wait for each other, where transactions would refuse each other (AWS: UpdateItem, ReturnValues). */
export async function addAlone(client: DynamoDBClient, write: Add, TableName: string): Promise<Item> {
  const { pk, sk } = write.ref;
  const command = new UpdateItemCommand({
    TableName,
    Key: toAttributes({ pk, sk }),
    ...toAddExpression(write),
    ReturnValues: 'ALL_NEW',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  try {
    const { Attributes = {} } = await client.send(command);
    return fromAttributes(Attributes);
  } catch (error) {
    // Says what the add met.
    if (error instanceof ConditionalCheckFailedException) added(write, error.Item && fromAttributes(error.Item));
    throw error;
  }
}

/** Pages of one partition, of a table or one of its indexes, from DynamoDB. */
import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { type Attributes, fromAttributes, toAttributes } from './dynamoItems.ts';
import type { NameOf } from './dynamoTransaction.ts';
import { defaultLimit, isAfter, type Keys, keysOf, pageAfter, positionIn, type QueryTarget } from './pages.ts';
import type { Page, Range } from './store.ts';

interface Asked {
  wanted: QueryTarget;
  range: Range;
  page: string | undefined;
}

export async function queryPage(client: DynamoDBClient, asked: Asked, nameOf: NameOf): Promise<Page> {
  const { wanted, range, page } = asked;
  const { limit = defaultLimit } = range;
  const keys = keysOf(wanted);
  const start = page === undefined ? undefined : startKey(positionIn(page, keys, range), wanted, keys);
  if (isEmpty(range)) return { items: [] };
  const answer = await client.send(
    new QueryCommand({
      TableName: nameOf(wanted.table),
      // Indexes know no consistent reads.
      ...(wanted.index === undefined ? { ConsistentRead: true } : { IndexName: wanted.index }),
      ...keyConditions(wanted.partition, keys, range),
      ScanIndexForward: !range.descending,
      // One more than asked for shows whether this is the last page.
      Limit: limit + 1,
      ...(start && { ExclusiveStartKey: start }),
    }),
  );
  const read = (answer.Items ?? []).map(fromAttributes);
  const items = read.slice(0, limit);
  // A page that ends at 1 MB says where it ended.
  const end = answer.LastEvaluatedKey && fromAttributes(answer.LastEvaluatedKey);
  const last = read.length > limit ? items.at(-1) : end;
  return { items, ...(last && { next: pageAfter(last, keys) }) };
}

function startKey(position: readonly string[], { partition }: QueryTarget, keys: Keys): Attributes {
  const sorted = keys.sortedBy.map((attribute, at) => [attribute, position[at]]);
  return toAttributes({ [keys.partition]: partition, ...Object.fromEntries(sorted) });
}

/** DynamoDB refuses bounds that no key can be in, instead of finding nothing. */
function isEmpty({ from = '', to }: Range): boolean {
  return to !== undefined && (to === '' || isAfter(from, to));
}

/** DynamoDB knows one condition on the sort key, and refuses the empty string, which bounds nothing from below. */
function keyConditions(partition: string, keys: Keys, range: Range) {
  const { text, values } = sortCondition(range);
  return {
    KeyConditionExpression: text === '' ? '#p = :p' : `#p = :p AND ${text}`,
    ExpressionAttributeNames: { '#p': keys.partition, ...(text !== '' && { '#s': keys.sortedBy[0] }) },
    ExpressionAttributeValues: toAttributes({ ':p': partition, ...values }),
  };
}

function sortCondition({ prefix = '', from = '', to }: Range): { text: string; values: Record<string, string> } {
  if (prefix !== '') return { text: 'begins_with(#s, :prefix)', values: { ':prefix': prefix } };
  if (from !== '' && to !== undefined)
    return { text: '#s BETWEEN :from AND :to', values: { ':from': from, ':to': to } };
  if (from !== '') return { text: '#s >= :from', values: { ':from': from } };
  if (to !== undefined) return { text: '#s <= :to', values: { ':to': to } };
  return { text: '', values: {} };
}

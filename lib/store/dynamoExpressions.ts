/** Conditions, adds and changes in DynamoDB's expression language. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { definedEntries, type ItemFields, toAttribute } from './dynamoItems.ts';
import { refOf } from './refs.ts';
import type { Add, Change, Condition, Put, Remove, Table, Value } from './store.ts';

type Placed = {
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Record<string, AttributeValue>;
};

/** Stands in for names and values in the text of an expression: names may be reserved words, or hold dots. */
interface Placeholders {
  name: (attribute: string) => string;
  value: (value: Value) => string;
  placed: () => Placed;
}

export function toConditionExpression(condition: Condition): { ConditionExpression: string } & Placed {
  const places = placeholders();
  const ConditionExpression = conditionText(condition, places);
  return { ConditionExpression, ...places.placed() };
}

/** The condition of a put or removal: its own, and that no tombstone is there. Empty where anything may be there. */
export function toWriteCondition(write: Put | Remove): { ConditionExpression?: string } & Placed {
  const places = placeholders();
  const own = write.when && conditionText(write.when, places);
  const ConditionExpression = allOf([own, liveText(refOf(write).table, places)]);
  return { ...(ConditionExpression !== '' && { ConditionExpression }), ...places.placed() };
}

type UpdateExpressions = { UpdateExpression: string; ConditionExpression?: string } & Placed;

/** The condition refuses what is no number, and sums beyond 2^53 - 1: DynamoDB itself would count on. */
export function toAddExpression({ ref, amounts, set = {} }: Add): UpdateExpressions {
  const places = placeholders();
  const sums = Object.entries(amounts).sort();
  const additions = sums.map(([name, amount]) => `${places.name(name)} ${places.value(amount)}`);
  const settings = equations(set, places);
  const bounds = sums.map(([name, amount]) => summableText(name, amount, places));
  const ConditionExpression = allOf([...bounds, liveText(ref.table, places)]);
  return {
    UpdateExpression: [clause('ADD', additions), clause('SET', settings)].join(' ').trim(),
    ...(ConditionExpression !== '' && { ConditionExpression }),
    ...places.placed(),
  };
}

export function toChangeExpression({ ref, set, unset, when }: Change): UpdateExpressions {
  const places = placeholders();
  const settings = clause('SET', equations(set, places));
  const removal = clause('REMOVE', unset === undefined ? [] : [places.name(unset)]);
  const ConditionExpression = allOf([conditionText(when, places), liveText(ref.table, places)]);
  return { UpdateExpression: `${settings} ${removal}`.trim(), ConditionExpression, ...places.placed() };
}

function conditionText(condition: Condition, places: Placeholders): string {
  if ('absent' in condition) return 'attribute_not_exists(pk)';
  if ('equals' in condition) return ['attribute_exists(pk)', ...equations(condition.equals, places)].join(' AND ');
  const equal = equations(condition.unless, places);
  return ['attribute_not_exists(pk)', ...(equal.length > 0 ? [`NOT (${equal.join(' AND ')})`] : [])].join(' OR ');
}

function liveText({ tombstone }: Table, places: Placeholders): string | undefined {
  return tombstone === undefined ? undefined : `attribute_not_exists(${places.name(tombstone)})`;
}

/** Joins what is defined. DynamoDB refuses redundant parentheses, so only an alternative among several is put into some. */
function allOf(conditions: readonly (string | undefined)[]): string {
  const [first = '', ...others] = conditions.filter((text) => text !== undefined);
  if (others.length === 0) return first;
  const isAlternative = first.includes(' OR ') && !first.startsWith('(');
  return [isAlternative ? `(${first})` : first, ...others].join(' AND ');
}

function equations(fields: ItemFields, places: Placeholders): string[] {
  return definedEntries(fields).map(([name, value]) => `${places.name(name)} = ${places.value(value)}`);
}

function summableText(name: string, amount: number, places: Placeholders): string {
  const least = places.value(-Number.MAX_SAFE_INTEGER - Math.min(amount, 0));
  const most = places.value(Number.MAX_SAFE_INTEGER - Math.max(amount, 0));
  const place = places.name(name);
  return `(attribute_not_exists(${place}) OR ${place} BETWEEN ${least} AND ${most})`;
}

function clause(keyword: string, parts: readonly string[]): string {
  return parts.length > 0 ? `${keyword} ${parts.join(', ')}` : '';
}

/** Each is set only if it is used: DynamoDB refuses empty ones. */
function placeholders(): Placeholders {
  const names = new Map<string, string>();
  const values = new Map<string, AttributeValue>();
  return {
    name: (attribute) => {
      const place = names.get(attribute) ?? `#${names.size}`;
      names.set(attribute, place);
      return place;
    },
    value: (value) => {
      const place = `:${values.size}`;
      values.set(place, toAttribute(value));
      return place;
    },
    placed: () => ({
      ...(names.size > 0 && {
        ExpressionAttributeNames: Object.fromEntries([...names].map(([attribute, place]) => [place, attribute])),
      }),
      ...(values.size > 0 && { ExpressionAttributeValues: Object.fromEntries(values) }),
    }),
  };
}

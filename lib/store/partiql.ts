/** Single writes as PartiQL statements, in the words that DynamoDB and its emulators all understand. */
import type { AttributeValue, BatchStatementRequest } from '@aws-sdk/client-dynamodb';
import { definedEntries, type ItemFields, toAttribute } from './dynamoItems.ts';
import { refOf } from './refs.ts';
import type { SingleWrite } from './store.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.statements.html */
export function toStatement(write: SingleWrite, tableName: string): BatchStatementRequest {
  const { text, values } = statementOf(write, `"${tableName}"`);
  return { Statement: text, Parameters: values, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' };
}

/** A value for each "?" of the text. */
interface Statement {
  text: string;
  values: AttributeValue[];
}

function statementOf(write: SingleWrite, table: string): Statement {
  switch (write.op) {
    case 'put': {
      const { text, values } = listed(write.item, (name) => `'${name}': ?`, ', ');
      return { text: `INSERT INTO ${table} VALUE {${text}}`, values };
    }
    case 'change': {
      const set = listed(write.set, (name) => `"${name}" = ?`, ', ');
      const settings = set.text && `SET ${set.text}`;
      const removal = write.unset === undefined ? '' : `REMOVE "${write.unset}"`;
      const where = whereOf(write);
      const text = ['UPDATE', table, settings, removal, where.text].filter((part) => part !== '').join(' ');
      return { text, values: [...set.values, ...where.values] };
    }
    case 'remove': {
      const { text, values } = whereOf(write);
      return { text: `DELETE FROM ${table} ${text}`, values };
    }
    default:
      return write satisfies never;
  }
}

/** An update that finds no item fails on its condition, whatever that is; a deletion succeeds. */
function whereOf(write: Exclude<SingleWrite, { op: 'put' }>): Statement {
  const { pk, sk } = refOf(write);
  const { text, values } = listed({ ...write.when?.equals, pk, sk }, (name) => `"${name}" = ?`, ' AND ');
  return { text: `WHERE ${text}`, values };
}

function listed(fields: ItemFields, place: (name: string) => string, between: string): Statement {
  const entries = definedEntries(fields);
  return {
    text: entries.map(([name]) => place(name)).join(between),
    values: entries.map(([, value]) => toAttribute(value)),
  };
}

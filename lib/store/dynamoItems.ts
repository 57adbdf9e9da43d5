/** Items as DynamoDB's typed attributes and back. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { Fault } from '../errors/fault.ts';
import type { Item, Value } from './store.ts';

export type ItemFields = { readonly [name: string]: Value | undefined };
export type Attributes = Record<string, AttributeValue>;

/** `undefined` is left out. Sorted by name, so that equal items make equal requests, as client tokens ask for. */
export function toAttributes(fields: ItemFields): Attributes {
  return Object.fromEntries(definedEntries(fields).map(([name, value]) => [name, toAttribute(value)]));
}

export function fromAttributes(attributes: Attributes): Item {
  return fieldsOf(attributes) as Item;
}

/** Those that are there, sorted by name. */
export function definedEntries(fields: ItemFields): [name: string, value: Value][] {
  const entries = Object.entries(fields).flatMap(([name, value]): [string, Value][] =>
    value === undefined ? [] : [[name, value]],
  );
  return entries.sort(([a], [b]) => (a < b ? -1 : 1));
}

export function toAttribute(value: Value): AttributeValue {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  if (value === null) return { NULL: true };
  if (value instanceof Uint8Array) return { B: value };
  if (Array.isArray(value)) return { L: value.map(toAttribute) };
  return { M: toAttributes(value) };
}

function fieldsOf(attributes: Attributes): { [name: string]: Value } {
  return Object.fromEntries(Object.entries(attributes).map(([name, attribute]) => [name, fromAttribute(attribute)]));
}

function fromAttribute(attribute: AttributeValue): Value {
  const { S, N, BOOL, NULL, B, L, M } = attribute;
  if (S !== undefined) return S;
  if (N !== undefined) return Number(N);
  if (BOOL !== undefined) return BOOL;
  if (NULL !== undefined) return null;
  if (B !== undefined) return B;
  if (L !== undefined) return L.map(fromAttribute);
  if (M !== undefined) return fieldsOf(M);
  throw new Fault('STORE_LIMIT', `expected a type that we write, came ${Object.keys(attribute)}`);
}

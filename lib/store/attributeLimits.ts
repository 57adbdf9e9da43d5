/** Refuses attributes of items, conditions and adds that DynamoDB refuses. Every refusal is a Fault STORE_LIMIT. */
import { Fault } from '../errors/fault.ts';
import { shown } from '../text/shown.ts';
import { whyNotStorable } from './itemSize.ts';
import type { Change, Condition, Item, Table, Value } from './store.ts';

type ItemFields = { readonly [name: string]: Value | undefined };

/** An expression of DynamoDB has at most 4 KB, which this many attributes never fill. */
const MAX_EXPRESSION_ATTRIBUTES = 100;
/** So many of them fit into the 8 KB of a PartiQL statement, and its dialects agree on them. */
const PLAIN_NAME = /^[a-zA-Z_][a-zA-Z0-9_]{0,49}$/;
const MAX_INDEX_KEY_BYTES = { partition: 2048, sort: 1024 };

export function checkAttributes(fields: ItemFields, place: string): void {
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    const reason = name === '' ? 'has no name' : whyNotStorable(value);
    if (reason !== undefined) throw new Fault('STORE_LIMIT', `${place}: attribute ${shown(name)} ${reason}`);
  }
}

export function checkCondition(condition: Condition, place: string): void {
  if ('absent' in condition) return;
  const attributes = 'equals' in condition ? condition.equals : condition.unless;
  checkAttributes(attributes, place);
  checkCount(Object.keys(attributes).length, place);
}

/** DynamoDB refuses to add to a key, and to name an attribute twice in one update. */
export function checkAmounts(amounts: Readonly<Record<string, number>>, set: ItemFields, place: string): void {
  const names = [...Object.keys(amounts), ...Object.keys(set)];
  checkCount(names.length, place);
  if (names.length === 0) throw new Fault('STORE_LIMIT', `${place}: expected something to add or to set`);
  const wrong = names.find((name, at) => name === 'pk' || name === 'sk' || names.indexOf(name) !== at);
  if (wrong !== undefined)
    throw new Fault('STORE_LIMIT', `${place}: ${shown(wrong)} is a key, or both added to and set`);
  for (const [name, amount] of Object.entries(amounts)) {
    if (Number.isSafeInteger(amount)) continue;
    // DynamoDB sums decimals and JavaScript doubles; they agree on whole numbers only.
    throw new Fault(
      'STORE_LIMIT',
      `${place}: expected a whole number to 2^53 - 1 to add to ${shown(name)}, came ${amount}`,
    );
  }
}

/** DynamoDB refuses to change a key, and to name an attribute twice in one update. */
export function checkChange({ set, unset, when }: Change, place: string): void {
  const names = [
    ...Object.keys(set).filter((name) => set[name] !== undefined),
    ...(unset === undefined ? [] : [unset]),
  ];
  if (names.length === 0) throw new Fault('STORE_LIMIT', `${place}: expected something to set or to take away`);
  const wrong = names.find((name, at) => name === 'pk' || name === 'sk' || names.indexOf(name) !== at);
  if (wrong !== undefined)
    throw new Fault('STORE_LIMIT', `${place}: ${shown(wrong)} is a key, or both set and taken away`);
  checkNames([...names, ...Object.keys(when.equals)], place);
}

/** Those of a write that may go as a statement. */
export function checkNames(names: readonly string[], place: string): void {
  checkCount(names.length, place);
  const wrong = names.find((name) => !PLAIN_NAME.test(name));
  if (wrong === undefined) return;
  throw new Fault(
    'STORE_LIMIT',
    `${place}: expected an attribute name of 1 to 50 a-z, A-Z, 0-9 or "_", came ${shown(wrong)}`,
  );
}

/** The key of an index is a string that is not empty, or absent, and then the item is not in the index. */
export function checkIndexKeys(table: Table, item: Item, place: string): void {
  for (const [name, keys] of Object.entries(table.indexes)) {
    for (const part of ['partition', 'sort'] as const) {
      const key = item[keys[part]];
      const max = MAX_INDEX_KEY_BYTES[part];
      const bytes = typeof key === 'string' ? Buffer.byteLength(key) : 0;
      if (key === undefined || (bytes > 0 && bytes <= max)) continue;
      const came = typeof key === 'string' ? `${bytes} bytes` : typeof key;
      throw new Fault(
        'STORE_LIMIT',
        `${place}: index ${name} takes a string of 1 to ${max} bytes in ${keys[part]}, came ${came}`,
      );
    }
  }
}

function checkCount(count: number, place: string): void {
  if (count <= MAX_EXPRESSION_ATTRIBUTES) return;
  throw new Fault(
    'STORE_LIMIT',
    `${place}: expected at most ${MAX_EXPRESSION_ATTRIBUTES} attributes in a condition or an update, came ${count}`,
  );
}

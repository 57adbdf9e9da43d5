/** Whether a condition holds for an item as it is, and what a write makes of it. */
import { Fault } from '../errors/fault.ts';
import { checkItem } from './limits.ts';
import { itemNameOf, refOf } from './refs.ts';
import type { Add, Change, Condition, Item, Table, Write } from './store.ts';

/** Whether a write may be done on the item as it is: its condition holds, and it does not write to a tombstone. */
export function allows(write: Write, item: Item | undefined): boolean {
  if (write.op === 'check') return holds(write.when, item);
  if (isTombstone(refOf(write).table, item)) return false;
  return write.op === 'add' || holds(write.when, item);
}

export function isTombstone({ tombstone }: Table, item: Item | undefined): boolean {
  return tombstone !== undefined && item?.[tombstone] !== undefined;
}

/** An attribute that is absent equals nothing, not even null; that a value differs covers another type. */
export function holds(condition: Condition | undefined, item: Item | undefined): boolean {
  if (condition === undefined) return true;
  if ('absent' in condition) return item === undefined;
  if ('equals' in condition) return item !== undefined && matches(condition.equals, item);
  return item === undefined || !matches(condition.unless, item);
}

function matches(attributes: Record<string, unknown>, item: Item): boolean {
  return Object.entries(attributes).every(([name, value]) => item[name] === value);
}

/** Fault STORE_LIMIT: what is there is no number, or the sum or the item gets too large. */
export function added({ ref, amounts, set }: Add, found: Item | undefined): Item {
  const item: Item = { ...found, ...set, pk: ref.pk, sk: ref.sk };
  for (const [name, amount] of Object.entries(amounts)) {
    const before = item[name] === undefined ? 0 : item[name];
    if (typeof before !== 'number') {
      throw new Fault('STORE_LIMIT', `${itemNameOf(ref)}: expected a number in ${name} to add to, is ${typeof before}`);
    }
    item[name] = before + amount;
  }
  checkItem(ref.table, item);
  return item;
}

/** Fault STORE_LIMIT: the item gets too large. */
export function changed({ ref, set, unset }: Change, found: Item | undefined): Item {
  const item: Item = { ...found, ...set, pk: ref.pk, sk: ref.sk };
  if (unset !== undefined) delete item[unset];
  checkItem(ref.table, item);
  return item;
}

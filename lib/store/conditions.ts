/** Whether a condition holds for an item as it is, and what an add makes of it. */
import { Fault } from '../errors/fault.ts';
import type { Add, Condition, Item } from './store.ts';

export function holds(condition: Condition | undefined, item: Item | undefined): boolean {
  if (condition === undefined) return true;
  if ('absent' in condition) return item === undefined;
  if ('equals' in condition) return item !== undefined && matches(condition.equals, item);
  return item === undefined || !matches(condition.unless, item);
}

function matches(attributes: Record<string, unknown>, item: Item): boolean {
  return Object.entries(attributes).every(([name, value]) => item[name] === value);
}

/** A sum with something that is not a number is a programmer error, as in DynamoDB. */
export function added({ ref, amounts, set }: Add, found: Item | undefined): Item {
  const item: Item = { ...found, ...set, pk: ref.pk, sk: ref.sk };
  for (const [name, amount] of Object.entries(amounts)) {
    const before = found?.[name] ?? 0;
    if (typeof before !== 'number') {
      throw new Fault(
        'STORE_LIMIT',
        `${ref.table.name} ${ref.pk} ${ref.sk}: expected a number in ${name}, is ${typeof before}`,
      );
    }
    item[name] = before + amount;
  }
  return item;
}

/** Explains the failed condition of a single write: refused, or done before by the very same write. */
import { holds } from './conditions.ts';
import { toJson } from './itemJson.ts';
import type { Item, Outcome, SingleWrite } from './store.ts';

export function refusal(write: SingleWrite, found: Item | undefined): Outcome {
  if (isLeftBy(write, found)) return { kind: 'done' };
  return { kind: 'condition', ...(found && { found }) };
}

/** A request whose answer was lost is sent again, by DynamoDB's client too, and then finds its own doing. */
function isLeftBy(write: SingleWrite, found: Item | undefined): boolean {
  switch (write.op) {
    case 'put':
      return found !== undefined && toJson(found) === toJson(write.item);
    case 'change': {
      const { set, unset = '', when } = write;
      const { [unset]: _, ...kept } = { ...when.equals, ...set };
      return found !== undefined && found[unset] === undefined && holds({ equals: kept }, found);
    }
    case 'remove':
      return found === undefined;
    default:
      return write satisfies never;
  }
}

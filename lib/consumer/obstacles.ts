/** What stood in the way of each of a message's decisions. Where that is always the same, nobody overtakes them. */
import { toJson } from '../store/itemJson.ts';
import { placeOf, refOf } from '../store/refs.ts';
import type { Write, WriteFailure } from '../store/store.ts';

/** An item as it was found, and the place of it. */
type Met = ReadonlyMap<string, string>;

export interface Obstacles {
  /** Of one decision that was not written. */
  meet(writes: readonly Write[], failures: readonly WriteFailure[]): void;
  /** The place of an item that failed so many decisions, and was the same each time. */
  lasting(decisions: number): string | undefined;
}

export function createObstacles(): Obstacles {
  const met: Met[] = [];
  return {
    meet: (writes, failures) => void met.push(conditionsAmong(writes, failures)),
    lasting: (decisions) => {
      const [first, ...others] = met;
      if (!first || met.length < decisions) return undefined;
      return [...first].find(([item]) => others.every((other) => other.has(item)))?.[1];
    },
  };
}

/** Another transaction in flight is none: it passes. */
function conditionsAmong(writes: readonly Write[], failures: readonly WriteFailure[]): Met {
  const items = failures.flatMap(({ index, reason, found }): [string, string][] => {
    const write = writes[index];
    if (reason !== 'condition' || !write) return [];
    const place = placeOf(refOf(write));
    return [[`${place} ${toJson(found ?? null)}`, place]];
  });
  return new Map(items);
}

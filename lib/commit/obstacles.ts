/** Remembers the items whose conditions failed a message's decisions. The same unchanged item every time is no overtaking. */
import { isTombstone } from '../store/conditions.ts';
import { toJson } from '../store/itemJson.ts';
import { itemNameOf, refOf } from '../store/refs.ts';
import type { Write, WriteFailure } from '../store/store.ts';

/** An item that stood in the way of a decision. */
export interface Obstacle {
  place: string;
  isTombstone: boolean;
}

/** Obstacles by their place and content. */
type Met = ReadonlyMap<string, Obstacle>;

export interface Obstacles {
  /** Adds the failed conditions of one decision that was not written. */
  meet(writes: readonly Write[], failures: readonly WriteFailure[]): void;
  /** An item that failed so many decisions, and was the same each time. */
  lasting(decisions: number): Obstacle | undefined;
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
  const items = failures.flatMap(({ index, reason, found }): [string, Obstacle][] => {
    const write = writes[index];
    if (reason !== 'condition' || !write) return [];
    const ref = refOf(write);
    const place = itemNameOf(ref);
    return [[`${place} ${toJson(found ?? null)}`, { place, isTombstone: isTombstone(ref.table, found) }]];
  });
  return new Map(items);
}

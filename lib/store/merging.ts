/** Which transactions fit into one, and what that one is. */
import { sizeOf } from './itemSize.ts';
import { type Add, type Ref, refOf, type Write, type WriteFailure } from './store.ts';

/** A transaction somebody asked for and waits for. */
export interface Request {
  writes: readonly Write[];
  token: string;
  resolve(failures: WriteFailure[]): void;
  reject(error: unknown): void;
}

/** Where a write of a merged transaction comes from. */
export interface Part {
  request: Request;
  /** Its place among the request's own writes. */
  index: number;
}

/** Below DynamoDB's 100 items and 4 MB, by a margin for what an add makes of its item. */
const MAX_WRITES = 100;
const MAX_BYTES = 3_500_000;

export function keyOf({ table, pk, sk }: Ref): string {
  return `${table.name} ${pk.length} ${pk} ${sk}`;
}

interface Group {
  requests: Request[];
  writes: Map<string, Write>;
  bytes: number;
}

/** In the order they came. No two groups touch one item; requests that would are `overlapping`, for the next round. */
export function split(asked: readonly Request[]): { groups: Request[][]; overlapping: Request[] } {
  const groups: Group[] = [];
  const groupOf = new Map<string, Group>();
  const overlapping: Request[] = [];
  for (const request of asked) {
    const keys = request.writes.map((write) => keyOf(refOf(write)));
    const touched = new Set(keys.flatMap((key) => groupOf.get(key) ?? []));
    const [shared] = touched;
    const group = shared ?? groups.at(-1);
    if (touched.size > 1 || (shared && !canJoin(shared, request, keys))) {
      overlapping.push(request);
      // What comes later on the same items must not overtake it.
      for (const key of keys) groupOf.set(key, full);
      continue;
    }
    const joined = group && canJoin(group, request, keys) ? group : newGroup(groups);
    join(joined, request, keys);
    for (const key of keys) groupOf.set(key, joined);
  }
  return { groups: groups.map(({ requests }) => requests), overlapping };
}

/** Nothing fits in here. */
const full: Group = { requests: [], writes: new Map(), bytes: Number.POSITIVE_INFINITY };

function newGroup(groups: Group[]): Group {
  const group: Group = { requests: [], writes: new Map(), bytes: 0 };
  groups.push(group);
  return group;
}

function canJoin(group: Group, request: Request, keys: readonly string[]): boolean {
  const added = keys.filter((key) => !group.writes.has(key)).length;
  if (group.writes.size + added > MAX_WRITES || group.bytes + bytesOf(request) > MAX_BYTES) return false;
  return request.writes.every((write, index) => {
    const there = group.writes.get(keys[index] ?? '');
    return !there || areSummable(there, write);
  });
}

function join(group: Group, request: Request, keys: readonly string[]): void {
  group.requests.push(request);
  group.bytes += bytesOf(request);
  for (const [index, write] of request.writes.entries()) group.writes.set(keys[index] ?? '', write);
}

/** One transaction of all; adds to one item are summed. `requestsOf[n]` says whose the nth write is. */
export function merge(group: readonly Request[]): { writes: Write[]; requestsOf: Part[][] } {
  const writes: Write[] = [];
  const requestsOf: Part[][] = [];
  const placeOf = new Map<string, number>();
  for (const request of group) {
    for (const [index, write] of request.writes.entries()) {
      const key = keyOf(refOf(write));
      const place = placeOf.get(key) ?? writes.length;
      const there = writes[place];
      writes[place] = there?.op === 'add' && write.op === 'add' ? sum(there, write) : write;
      requestsOf[place] = [...(requestsOf[place] ?? []), { request, index }];
      placeOf.set(key, place);
    }
  }
  return { writes, requestsOf };
}

function areSummable(one: Write, other: Write): boolean {
  return one.op === 'add' && other.op === 'add' && JSON.stringify(one.set) === JSON.stringify(other.set);
}

function sum(one: Add, other: Add): Add {
  const amounts = { ...one.amounts };
  for (const [name, amount] of Object.entries(other.amounts)) amounts[name] = (amounts[name] ?? 0) + amount;
  return { ...one, amounts };
}

function bytesOf({ writes }: Request): number {
  return writes.reduce((bytes, write) => bytes + (write.op === 'put' ? sizeOf(write.item) : 100), 0);
}

/** Tells which requests fit into one transaction. */
import { sizeAtMost } from './itemSize.ts';
import { MAX_WRITES } from './limits.ts';
import { identityOf, refOf } from './refs.ts';
import type { Add, Outcome, Put, SingleWrite, Write, WriteFailure } from './store.ts';

/** One request to the store that a caller waits for. */
export type Request = Transaction | SingleWrites;

export interface Transaction {
  kind: 'transaction';
  writes: readonly Write[];
  token: string;
  resolve(failures: WriteFailure[]): void;
  reject(error: unknown): void;
}

export interface SingleWrites {
  kind: 'single';
  writes: readonly SingleWrite[];
  resolve(outcomes: Outcome[]): void;
  reject(error: unknown): void;
}

/** Where a write of a merged transaction comes from. */
export interface Part {
  request: Transaction;
  /** Its place among the request's own writes. */
  index: number;
}

/** Below the 4 MB of a transaction, by a margin for what an add makes of its item. */
const MAX_BYTES = 3_500_000;

interface Group {
  kind: Request['kind'];
  requests: Request[];
  /** By the item it is about. */
  writes: Map<string, Write>;
  bytes: number;
}

interface Round {
  transactions: Transaction[][];
  single: SingleWrites[][];
  /** For the next round. */
  waiting: Request[];
}

/** In the order they came. No two groups touch one item; requests that would must wait. */
export function split(asked: readonly Request[]): Round {
  const groups: Group[] = [];
  const groupOf = new Map<string, Group>();
  const waiting: Request[] = [];
  const awaited = new Set<string>();
  for (const request of asked) {
    const items = request.writes.map((write) => identityOf(refOf(write)));
    const touched = new Set(items.flatMap((item) => groupOf.get(item) ?? []));
    const group = groupFor(request, items, touched, groups);
    // A later request on the items of a waiting one must not overtake it.
    if (!group || items.some((item) => awaited.has(item))) {
      waiting.push(request);
      for (const item of items) awaited.add(item);
      continue;
    }
    join(group, request, items);
    if (!groups.includes(group)) groups.push(group);
    for (const item of items) groupOf.set(item, group);
  }
  const members = groups.map(({ requests }) => requests);
  const transactions = members.map((requests) => requests.filter((request) => request.kind === 'transaction'));
  const single = members.map((requests) => requests.filter((request) => request.kind === 'single'));
  const isSome = (group: readonly Request[]) => group.length > 0;
  return { transactions: transactions.filter(isSome), single: single.filter(isSome), waiting };
}

/** The group that already touches one of its items, else the last one, else a new one; undefined: it must wait. */
function groupFor(
  request: Request,
  items: readonly string[],
  touched: ReadonlySet<Group>,
  groups: readonly Group[],
): Group | undefined {
  const [shared] = touched;
  if (shared) return touched.size === 1 && canJoin(shared, request, items) ? shared : undefined;
  const last = groups.findLast(({ kind }) => kind === request.kind);
  if (last && canJoin(last, request, items)) return last;
  return { kind: request.kind, requests: [], writes: new Map(), bytes: 0 };
}

function canJoin(group: Group, request: Request, items: readonly string[]): boolean {
  const added = items.filter((item) => !group.writes.has(item)).length;
  if (group.kind !== request.kind) return false;
  if (group.writes.size + added > MAX_WRITES || group.bytes + bytesOf(request) > MAX_BYTES) return false;
  return request.writes.every((write, index) => {
    const there = group.writes.get(items[index] ?? '');
    return !there || areSummable(there, write);
  });
}

function join(group: Group, request: Request, items: readonly string[]): void {
  group.requests.push(request);
  group.bytes += bytesOf(request);
  for (const [index, write] of request.writes.entries()) group.writes.set(items[index] ?? '', write);
}

/** One transaction of all; adds to one item are summed. `requestsOf[n]` says whose the nth write is. */
export function merge(group: readonly Transaction[]): { writes: Write[]; requestsOf: Part[][] } {
  const writes: Write[] = [];
  const requestsOf: Part[][] = [];
  const indexByItem = new Map<string, number>();
  for (const request of group) {
    for (const [index, write] of request.writes.entries()) {
      const key = identityOf(refOf(write));
      const place = indexByItem.get(key) ?? writes.length;
      const there = writes[place];
      writes[place] = there?.op === 'add' && write.op === 'add' ? sum(there, write) : write;
      requestsOf[place] = [...(requestsOf[place] ?? []), { request, index }];
      indexByItem.set(key, place);
    }
  }
  return { writes, requestsOf };
}

function areSummable(one: Write, other: Write): boolean {
  return one.op === 'add' && other.op === 'add' && JSON.stringify(one.set) === JSON.stringify(other.set);
}

export function sum(one: Add, other: Add): Add {
  const amounts = { ...one.amounts };
  for (const [name, amount] of Object.entries(other.amounts)) amounts[name] = (amounts[name] ?? 0) + amount;
  return { ...one, amounts };
}

function bytesOf({ writes }: Request): number {
  return writes.reduce(
    (bytes, write) => bytes + 100 + sizeAtMost(write.op === 'put' ? write.item : settingsOf(write)),
    0,
  );
}

function settingsOf(write: Exclude<Write, Put>) {
  return 'set' in write ? (write.set ?? {}) : {};
}

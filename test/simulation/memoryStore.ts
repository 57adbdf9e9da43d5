/** A store in memory with DynamoDB's semantics: two phases, client tokens, and conflicts with transactions in flight. */
import { checkReads } from '../../lib/store/limits.ts';
import { keysOf, type QueryTarget } from '../../lib/store/pages.ts';
import { identityOf, refOf } from '../../lib/store/refs.ts';
import type { Item, Page, Range, Ref, Store, Table, Write } from '../../lib/store/store.ts';
import { writeEach } from './memoryEach.ts';
import { type Applied, apply, type State, transact } from './memoryTransaction.ts';
import type { Process } from './process.ts';
import type { Random } from './random.ts';
import { callFrom, type Network } from './remote.ts';

export interface MemoryStore {
  /** The store as that process reaches it. */
  storeOf(caller: Process): Store;
  itemsOf(table: Table): Item[];
  applied: readonly Applied[];
}

export function createMemoryStore(network: Network, random: Random): MemoryStore {
  const state: State = { items: new Map(), inFlight: new Set(), done: new Set(), applied: [] };
  const itemsOf = (table: Table) =>
    [...state.items.values()].flatMap((held) => (held.table === table.name ? [held.item] : []));
  return {
    itemsOf,
    applied: state.applied,
    storeOf: (caller) => ({
      read: (refs) => callFrom(caller, readCall(refs, state, network, random), network),
      query: <I extends Item>(wanted: QueryTarget & { table: Table<I> }, range: Range = {}) => {
        const effect = () => ({ items: found(wanted, range, itemsOf(wanted.table)) }) as Page<I>;
        return callFrom(caller, { service: 'store', what: `query ${wanted.partition}`, effect }, network);
      },
      transact: (writes, token) => {
        const what = `transact ${writes.map(told).join(', ')}`;
        const effect = () => transact(writes, token, state, network);
        return callFrom(caller, { service: 'store', what, effect }, network);
      },
      addAlone: (write) => {
        const effect = async () => apply(write, state, network.clock.now()) ?? missing(write);
        return callFrom(caller, { service: 'store', what: told(write), effect }, network);
      },
      writeEach: (writes) => writeEach(writes, caller, { ...network, state }),
      close: async () => undefined,
    }),
  };
}

/** Each item is read as it was at some moment of the call; not all of them at the same one (AWS: BatchGetItem). */
function readCall(refs: readonly Ref[], { items }: State, { clock }: Network, random: Random) {
  const effect = async () => {
    checkReads(refs);
    const early = refs.map((ref) => (random.chance(0.5) ? { item: items.get(identityOf(ref))?.item } : null));
    await clock.sleep(random.between(0, 3));
    return refs.map((ref, index) => (early[index] ?? { item: items.get(identityOf(ref))?.item }).item);
  };
  return { service: 'store' as const, what: `read ${refs.map(({ pk }) => pk).join(', ')}`, effect };
}

function found(wanted: QueryTarget, { from = '', to = '\uffff' }: Range, items: readonly Item[]): Item[] {
  const { partition, sortedBy } = keysOf(wanted);
  const sortText = (item: Item) => sortedBy.map((name) => String(item[name])).join(' ');
  return items
    .filter((item) => item[partition] === wanted.partition && sortText(item) >= from && sortText(item) <= to)
    .sort((a, b) => (sortText(a) < sortText(b) ? -1 : 1));
}

function missing(write: Write): never {
  throw new Error(`${told(write)} left no item`);
}

function told(write: Write): string {
  const { table, pk } = refOf(write);
  const state = write.op === 'put' && typeof write.item['state'] === 'string' ? ` ${write.item['state']}` : '';
  return `${write.op} ${table.name} ${pk}${state}`;
}

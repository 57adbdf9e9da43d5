/** A store in memory with DynamoDB's semantics: two phases, client tokens, and conflicts with transactions in flight. */
import { checkAdd, checkReads } from '../../lib/store/limits.ts';
import type { QueryTarget } from '../../lib/store/pages.ts';
import { identityOf, refOf } from '../../lib/store/refs.ts';
import { checkKnown } from '../../lib/store/sqliteTables.ts';
import type { Item, Page, Range, Ref, Store, Table, Write } from '../../lib/store/store.ts';
import { copied } from './copied.ts';
import { writeEach } from './memoryEach.ts';
import { queryPage } from './memoryQuery.ts';
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

export function createMemoryStore(network: Network, random: Random, tables: readonly Table[]): MemoryStore {
  const known = new Map(tables.map((table) => [table.name, table]));
  const state: State = { items: new Map(), inFlight: new Set(), done: new Map(), applied: [] };
  const itemsOf = (table: Table) =>
    [...state.items.values()].flatMap((held) => (held.table === table.name ? [held.item] : []));
  return {
    itemsOf,
    applied: state.applied,
    storeOf: (caller) => ({
      read: async (refs) => {
        for (const { table } of refs) checkKnown(known, table);
        return await callFrom(caller, readCall(refs, state, network, random), network);
      },
      query: async <I extends Item>(wanted: QueryTarget & { table: Table<I> }, range: Range = {}, page?: string) => {
        checkKnown(known, wanted.table);
        const effect = () => copied(queryPage(wanted, range, page, itemsOf(wanted.table))) as Page<I>;
        return await callFrom(caller, { service: 'store', what: `query ${wanted.partition}`, effect }, network);
      },
      transact: async (writes, token) => {
        for (const write of writes) checkKnown(known, refOf(write).table);
        const what = `transact ${writes.map(told).join(', ')}`;
        const effect = () => transact(writes, token, state, network);
        return await callFrom(caller, { service: 'store', what, effect }, network);
      },
      addAlone: async (write) => {
        checkKnown(known, write.ref.table);
        checkAdd(write);
        const effect = async () => copied(apply(write, state, network.clock.now()) ?? missing(write));
        return await callFrom(caller, { service: 'store', what: told(write), effect }, network);
      },
      writeEach: async (writes) => {
        for (const write of writes) checkKnown(known, refOf(write).table);
        return await writeEach(writes, caller, { ...network, state });
      },
      close: async () => undefined,
    }),
  };
}

/** Each item is read as it was at some moment of the call; not all of them at the same one (AWS: BatchGetItem). */
function readCall(refs: readonly Ref[], { items }: State, { clock }: Network, random: Random) {
  const effect = async () => {
    checkReads(refs);
    const found = (ref: Ref) => ({ item: copied(items.get(identityOf(ref))?.item) });
    const early = refs.map((ref) => (random.chance(0.5) ? found(ref) : null));
    await clock.sleep(random.between(0, 3));
    return refs.map((ref, index) => (early[index] ?? found(ref)).item);
  };
  return { service: 'store' as const, what: `read ${refs.map(({ pk }) => pk).join(', ')}`, effect };
}

function missing(write: Write): never {
  throw new Error(`${told(write)} left no item`);
}

function told(write: Write): string {
  const { table, pk } = refOf(write);
  const state = write.op === 'put' && typeof write.item['state'] === 'string' ? ` ${write.item['state']}` : '';
  return `${write.op} ${table.name} ${pk}${state}`;
}

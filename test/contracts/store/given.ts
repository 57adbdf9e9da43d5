/** The start of each case of the store contract: a store, tables, keys of its own. */
import { randomUUID } from 'node:crypto';
import {
  defineTable,
  type Item,
  type Outcome,
  type Page,
  put,
  type Range,
  ref,
  type SingleWrite,
  type Store,
  type Table,
  type Write,
  type WriteFailure,
  withTombstones,
} from '../../../lib/store/store.ts';

export const things = defineTable({ name: 'things' });
export const others = defineTable({ name: 'others' });
/** Listed by owner, in the order of `at`. */
export const owned = defineTable({ name: 'owned', indexes: { byOwner: { partition: 'owner', sort: 'at' } } });

/** A table whose items may be replaced by tombstones for good. */
export const erasable = withTombstones(defineTable({ name: 'erasable' }));

export const contractTables: readonly Table[] = [things, others, owned, erasable];

/** `another` opens a second handle on the same data; `end` closes the first one and clears up. */
export interface StoreUnderTest {
  store: Store;
  another: () => Promise<Store>;
  end: () => Promise<void>;
}

export interface Given {
  start: () => Promise<void>;
  end: () => Promise<void>;
  store: () => Store;
  /** Closed at the end. */
  another: () => Promise<Store>;
  /** Under a token of its own. */
  transact: (...writes: Write[]) => Promise<WriteFailure[]>;
  /** Each by itself. */
  each: (...writes: SingleWrite[]) => Promise<Outcome[]>;
  /** Expects that nothing stands in the way. */
  stored: (...items: Item[]) => Promise<void>;
  /** Reads from `things`. */
  read: (pk: string, sk?: string) => Promise<Item | undefined>;
  /** Queries `things`. */
  query: (partition: string, range?: Range, page?: string) => Promise<Page>;
}

export function givenStore(open: () => Promise<StoreUnderTest>): Given {
  let opened: StoreUnderTest | undefined;
  const handles: Store[] = [];
  function current(): StoreUnderTest {
    if (!opened) throw new Error('the store under test is not opened');
    return opened;
  }
  const transact = (...writes: Write[]) => current().store.transact(writes, randomUUID());
  return {
    async start() {
      opened = await open();
    },
    async end() {
      await Promise.all(handles.map((handle) => handle.close()));
      await current().end();
    },
    store: () => current().store,
    async another() {
      const handle = await current().another();
      handles.push(handle);
      return handle;
    },
    transact,
    each: (...writes) => current().store.writeEach(writes),
    async stored(...items) {
      const failures = await transact(...items.map((item) => put(things, item)));
      if (failures.length > 0) throw new Error(`not stored: ${JSON.stringify(failures)}`);
    },
    async read(pk, sk) {
      const [item] = await current().store.read([ref(things, pk, sk)]);
      return item;
    },
    query: (partition, range, page) => current().store.query({ table: things, partition }, range, page),
  };
}

/** 36 characters: the tables are shared by all cases, and maybe by others. */
export function newPk(): string {
  return randomUUID();
}

export function sortKeys({ items }: Page): string[] {
  return items.map(({ sk }) => sk);
}

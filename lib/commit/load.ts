/** Loads what decisions must know: items by their keys in one read, queries side by side, each asked once. */
import pLimit from 'p-limit';
import { type Fault, toFault } from '../errors/fault.ts';
import { type Listed, type Listing, readListing } from '../store/listing.ts';
import { readAll } from '../store/readAll.ts';
import type { Item, Ref, Store } from '../store/store.ts';
import { byName, type Loaded, type Loads, type Refs } from './commit.ts';

/** Queries that run side by side, at most: a batch must not take all connections to the store. */
const MAX_QUERIES = 16;

export type Listings = { readonly [name: string]: Listing };

/** Items that the queries of one decision found, under their names, or the fault of the first that failed. */
export type ListedByName = { found: { readonly [name: string]: Listed } } | { fault: Fault };

type Reading = Pick<Store, 'read' | 'query'>;

/** Faults LISTING_TOO_LONG, and the store's. */
export async function load<L extends Loads>(loads: L, store: Reading): Promise<Loaded<L>> {
  const { refs, listings } = split(loads);
  const [items, [listed]] = await Promise.all([
    readAll(Object.values(refs), store),
    listings ? listAll([listings], store) : [],
  ]);
  return { ...byName(refs, items), ...foundOf(listed) } as Loaded<L>;
}

/** Items by their keys, and queries; no `listings` where none is asked, which costs most decisions nothing. */
export function split(loads: Loads): { refs: Refs; listings?: Listings } {
  const all = Object.entries(loads);
  const listings = all.filter((entry): entry is [string, Listing] => 'from' in entry[1]);
  if (listings.length === 0) return { refs: loads as Refs };
  const refs = all.filter((entry): entry is [string, Ref] => !('from' in entry[1]));
  return { refs: Object.fromEntries(refs), listings: Object.fromEntries(listings) };
}

/** The queries of many decisions; the same query of several of them is asked once. Each answers for itself. */
export async function listAll(asked: readonly Listings[], store: Pick<Store, 'query'>): Promise<ListedByName[]> {
  const slots = pLimit(MAX_QUERIES);
  const asking = new Map<string, Promise<Listed>>();
  const once = (listing: Listing): Promise<Listed> => {
    const { from, ...bounds } = listing;
    const key = JSON.stringify([from.table.name, from.index, from.partition, bounds]);
    const listed = asking.get(key) ?? slots(() => readListing(listing, store));
    asking.set(key, listed);
    return listed;
  };
  return await Promise.all(asked.map((listings) => listTogether(listings, once)));
}

async function listTogether(listings: Listings, ask: (listing: Listing) => Promise<Listed>): Promise<ListedByName> {
  const asked = Object.entries(listings).map(async ([name, listing]) => [name, await ask(listing)] as const);
  try {
    return { found: Object.fromEntries(await Promise.all(asked)) };
  } catch (error) {
    return { fault: toFault(error) };
  }
}

/** Throws the fault of the query that failed. */
export function foundOf(listed: ListedByName | undefined): { readonly [name: string]: Listed | Item } {
  if (!listed) return NOTHING;
  if ('fault' in listed) throw listed.fault;
  return listed.found;
}

const NOTHING = {};

/** A journal: what one business fact moves, posted once and never changed. */
import { balanceUpdated, transactionCreated } from '../../events/accounting.ts';
import { type Commit, commit, type DecisionContext } from '../../lib/commit/commit.ts';
import type { NewEvent } from '../../lib/envelope/event.ts';
import { type Add, ALONE, add, defineTable, type Item, put, putIfAbsent, ref } from '../../lib/store/store.ts';
import { accountKey, balances, type Entry, entries, growsByDebit, shardOf } from './accounts.ts';
import type { Holding, Position } from './position.ts';
import { partsOf } from './sums.ts';

export interface Posting {
  [field: string]: string | number | undefined;
  account: string;
  debit_minor?: number;
  credit_minor?: number;
  currency: string;
}

/** Key: the business fact, so that an event told again under another id can't post twice. Kept for ever. */
export interface Journal extends Item {
  factType: string;
  factId: string;
  /** The fact's own fields: told again with others, it is a conflict. */
  fact: string;
  postings: Posting[];
  postedAt: string;
}

export const journals = defineTable<Journal>({ name: 'journals' });

export interface FactToPost {
  type: string;
  id: string;
  /** The business fields that make it this fact. */
  fields: Readonly<Record<string, string | number | undefined>>;
  /** Empty while nothing moves yet: the fact has its journal all the same. */
  moves: Position;
}

function journalId(fact: Pick<FactToPost, 'type' | 'id'>): string {
  return `${fact.type}:${fact.id}`;
}

/** Journal, balances, statement lines and events in one commit; the journal itself recognises a repeat. */
export function postJournal(fact: FactToPost, { nowMs, writer }: DecisionContext): Commit {
  const id = journalId(fact);
  const postedAt = new Date(nowMs).toISOString();
  const postings = fact.moves.flatMap(postingsOf);
  const journal = { pk: `journal#${id}`, sk: ALONE, factType: fact.type, factId: fact.id, postings, postedAt };
  return commit({
    once: putIfAbsent(journals, { ...journal, fact: canonicalFields(fact.fields) }),
    sameAs: ['fact'],
    writes: [
      ...postings.map((posting, line) => put(entries, entryOf(posting, id, line, postedAt))),
      ...fact.moves.map((move) => addToBalance(move, writer)),
    ],
    events: postings.length === 0 ? [] : eventsOf(fact, postings),
  });
}

const LARGEST = BigInt(Number.MAX_SAFE_INTEGER);

/** One posting; more where refunds that waited for their payment add up to more than a number holds. */
function postingsOf({ account, currency, minor }: Holding): Posting[] {
  const amount = minor < 0n ? -minor : minor;
  const part = Number(amount < LARGEST ? amount : LARGEST);
  const posting = { account, ...(minor > 0n ? { debit_minor: part } : { credit_minor: part }), currency };
  const rest = minor > 0n ? minor - BigInt(part) : minor + BigInt(part);
  return rest === 0n ? [posting] : [posting, ...postingsOf({ account, currency, minor: rest })];
}

function entryOf(posting: Posting, id: string, line: number, postedAt: string): Entry {
  const { account, currency, debit_minor: debitMinor, credit_minor: creditMinor } = posting;
  return {
    pk: accountKey(account, id),
    sk: `${postedAt}#${id}#${line}`,
    journalId: id,
    currency,
    ...(debitMinor !== undefined && { debitMinor }),
    ...(creditMinor !== undefined && { creditMinor }),
    postedAt,
  };
}

function addToBalance({ account, currency, minor }: Holding, writer: string): Add {
  const to = ref(balances, accountKey(account, writer), `${currency}#${shardOf(account, writer)}`);
  return add(to, minor > 0n ? partsOf('debit', minor) : partsOf('credit', -minor), { currency });
}

/** The journal is the entity: all it tells of leaves together. */
function eventsOf(fact: FactToPost, postings: Posting[]): NewEvent[] {
  const id = journalId(fact);
  const entity = { stream: `journal#${id}`, version: 1 };
  const created = transactionCreated({ journal_id: id, fact_type: fact.type, fact_id: fact.id, postings }, { entity });
  const moved = postings.map((posting) => {
    const { account, currency, debit_minor = 0, credit_minor = 0 } = posting;
    const delta = growsByDebit(account) ? debit_minor - credit_minor : credit_minor - debit_minor;
    return balanceUpdated({ account, currency, delta_minor: delta, journal_id: id }, { entity });
  });
  return [created, ...moved];
}

/** Equal for equal facts, whatever the order of the fields. */
function canonicalFields(fields: FactToPost['fields']): string {
  const known = Object.entries(fields).filter(([, value]) => value !== undefined);
  return JSON.stringify(known.sort(([a], [b]) => (a < b ? -1 : 1)));
}

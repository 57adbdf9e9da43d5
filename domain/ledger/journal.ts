/** A journal: what one business fact moves, posted once and never changed. */
import { balanceUpdated, transactionCreated } from '../../events/accounting.ts';
import { type Commit, commit, type DecisionContext } from '../../lib/commit/commit.ts';
import type { NewEvent } from '../../lib/envelope/event.ts';
import { type Add, ALONE, add, defineTable, type Item, put, putIfAbsent, ref } from '../../lib/store/store.ts';
import { accountKey, balances, type Entry, entries, growsByDebit, shardOf } from './accounts.ts';
import type { Position } from './position.ts';
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
  currency: string;
  moves: Position;
}

function journalId(fact: Pick<FactToPost, 'type' | 'id'>): string {
  return `${fact.type}:${fact.id}`;
}

/** Journal, balances, statement lines and events in one commit; the journal itself recognises a repeat. */
export function postJournal(fact: FactToPost, { nowMs, writer }: DecisionContext): Commit {
  const id = journalId(fact);
  const postedAt = new Date(nowMs).toISOString();
  const postings = [...fact.moves].map(([account, amount]) => postingOf(account, amount, fact.currency));
  const journal = { pk: `journal#${id}`, sk: ALONE, factType: fact.type, factId: fact.id, postings, postedAt };
  return commit({
    once: putIfAbsent(journals, { ...journal, fact: canonicalFields(fact.fields) }),
    sameAs: ['fact'],
    writes: postings.flatMap((posting, line) => [
      put(entries, entryOf(posting, id, line, postedAt)),
      addToBalance(posting, writer),
    ]),
    events: postings.length === 0 ? [] : eventsOf(fact, postings),
  });
}

function postingOf(account: string, amount: number, currency: string): Posting {
  return amount > 0 ? { account, debit_minor: amount, currency } : { account, credit_minor: -amount, currency };
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

function addToBalance({ account, currency, debit_minor = 0, credit_minor = 0 }: Posting, writer: string): Add {
  const to = ref(balances, accountKey(account, writer), `${currency}#${shardOf(account, writer)}`);
  return add(to, { ...partsOf('debit', debit_minor), ...partsOf('credit', credit_minor) }, { currency });
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

/** `GET /api/v1/accounts/{account}/entries`: its postings, newest first, a page at a time. */
import { accountKeys, type Entry, entries, merchantOf } from '../../../domain/ledger/accounts.ts';
import { answer, ownedBy, type Query } from '../../../lib/http/action.ts';
import { pageOf } from '../../../lib/http/paging.ts';
import { queryNewest } from '../../../lib/store/queryNewest.ts';

export const listEntries: Query = {
  find: async ({ request: { path, query }, store }) => {
    const account = path['account'] ?? '';
    const { limit, page } = pageOf(query);
    const from = { table: entries, partitions: accountKeys(account) };
    const { items, next } = await queryNewest(store, from, { limit, page });
    const shown = answer(200, { account, entries: items.map(entryView), ...(next !== undefined && { next }) });
    return ownedBy({ merchant: merchantOf(account) }, shown);
  },
};

function entryView({ journalId, currency, debitMinor, creditMinor, postedAt }: Entry) {
  return {
    journal_id: journalId,
    currency,
    ...(debitMinor !== undefined && { debit_minor: debitMinor }),
    ...(creditMinor !== undefined && { credit_minor: creditMinor }),
    posted_at: postedAt,
  };
}

import { balances, entries } from '../../../domain/ledger/accounts.ts';
import { roles } from '../../../domain/roles.ts';
import { reads } from '../../../lib/declare/uses.ts';
import { httpConfig } from '../../../lib/http/config.ts';
import { pageQuery } from '../../../lib/http/paging.ts';
import { account, statement } from './schemas.ts';

/** A merchant's accounts bear its id in their names; the others are ours. */
const access = { admin: 'all', service: 'all', merchant: 'found' } as const;

export const config = httpConfig({
  name: 'accounts',
  roles,
  routes: [
    {
      method: 'GET',
      path: '/api/v1/accounts/{account}',
      action: 'show',
      summary: 'The balance of an account in each currency.',
      access,
      answers: { 200: account },
    },
    {
      method: 'GET',
      path: '/api/v1/accounts/{account}/entries',
      action: 'listEntries',
      summary: 'The postings of an account, newest first.',
      access,
      query: pageQuery,
      answers: { 200: statement },
    },
  ],
  uses: [reads(balances), reads(entries)],
});

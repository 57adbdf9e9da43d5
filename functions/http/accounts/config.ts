import { balances, entries } from '../../../domain/ledger/accounts.ts';
import { table } from '../../../lib/connect/uses.ts';
import { httpConfig } from '../../../lib/http/config.ts';

export const config = httpConfig({
  name: 'accounts',
  routes: [
    { method: 'GET', path: '/api/v1/accounts/{account}', action: 'show' },
    { method: 'GET', path: '/api/v1/accounts/{account}/entries', action: 'listEntries' },
  ],
  uses: [table(balances), table(entries)],
});

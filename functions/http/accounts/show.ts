/** `GET /api/v1/accounts/{account}`: its balance in each currency. */
import { accountKeys, balances, growsByDebit, merchantOf } from '../../../domain/ledger/accounts.ts';
import { sumBalances } from '../../../domain/ledger/sums.ts';
import { answer, notFound, ownedBy, type Query } from '../../../lib/http/action.ts';
import { queryAll } from '../../../lib/store/queryAll.ts';

export const show: Query = {
  find: async ({ request: { path }, store }) => {
    const account = path['account'] ?? '';
    const read = accountKeys(account).map((partition) => queryAll(store, { table: balances, partition }));
    const sums = sumBalances(growsByDebit(account), (await Promise.all(read)).flat());
    const shown = sums.length > 0 ? answer(200, { account, balances: sums }) : notFound('account');
    return ownedBy({ merchant: merchantOf(account) }, shown);
  },
};

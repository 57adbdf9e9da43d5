/** `GET /api/v1/accounts/{account}`: its balance in each currency. */
import { accountKey, type BalanceShard, balances, merchantOf, sumBalances } from '../../../domain/ledger/accounts.ts';
import { answer, notFound, ownedBy, type Query } from '../../../lib/http/action.ts';
import { queryAll } from '../../../lib/store/queryAll.ts';

export const show: Query = {
  find: async ({ path }, store) => {
    const account = path['account'] ?? '';
    const shards: BalanceShard[] = await queryAll(store, { table: balances, partition: accountKey(account) });
    const found = shards.length > 0;
    const shown = found ? answer(200, { account, balances: sumBalances(account, shards) }) : notFound('account');
    return ownedBy({ merchant: merchantOf(account) }, shown);
  },
};

/** `GET /api/v1/accounts/{account}`: its balance in each currency. */
import { accountKey, type BalanceShard, balances, sumBalances } from '../../../domain/ledger/accounts.ts';
import { answer, notFound, type Query } from '../../../lib/http/action.ts';
import { queryAll } from '../../../lib/store/queryAll.ts';

export const show: Query = {
  find: async ({ path }, store) => {
    const account = path['account'] ?? '';
    const shards: BalanceShard[] = await queryAll(store, { table: balances, partition: accountKey(account) });
    if (shards.length === 0) return notFound('account');
    return answer(200, { account, balances: sumBalances(account, shards) });
  },
};
